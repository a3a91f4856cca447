import { UsageError } from '@millrace/arguments';
import { ConfigError } from '@millrace/config';
import { DataFolderError, LogError, LogUnreachableError } from '@millrace/events';
import { ReadModelUnavailableError } from '@millrace/persistence';

/** Exit codes of the checker: those of the command line, of which `unexpected` is one with `violations`. */
export const EXIT = {
  ok: 0,
  violations: 1,
  unexpected: 1,
  usage: 2,
  notFound: 6,
  /** The log cannot be read: it is damaged, or newer than this release. */
  invalid: 8,
  unreachable: 10,
} as const;

export interface Refusal {
  readonly message: string;
  readonly exitCode: number;
}

/** What keeps the checker from checking, as people are told it. A defect of its own is told with its stack. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error)) return { message: String(error), exitCode: EXIT.unexpected };
  if (isMissing(error)) return { message: missingText(error), exitCode: EXIT.notFound };
  const exitCode = exitCodeOf(error);
  const known = exitCode !== EXIT.unexpected;
  return { message: known ? error.message : (error.stack ?? error.message), exitCode };
}

function exitCodeOf(error: Error): number {
  if (error instanceof UsageError || error instanceof ConfigError) return EXIT.usage;
  if (error instanceof DataFolderError) return EXIT.notFound;
  if (error instanceof LogUnreachableError || error instanceof ReadModelUnavailableError)
    return EXIT.unreachable;
  return error instanceof LogError ? EXIT.invalid : EXIT.unexpected;
}

const isMissing = (error: Error): boolean => 'code' in error && error.code === 'ENOENT';

/** The system's own words name a call, not what to do. */
function missingText(error: Error): string {
  const path = 'path' in error && typeof error.path === 'string' ? error.path : 'the path that was given';
  return `There is nothing at ${path}: give a data folder, an exported log, or a file that is there.`;
}
