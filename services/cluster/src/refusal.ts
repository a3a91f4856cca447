import { ReadModelAheadError } from '@millrace/api';
import { ConfigError } from '@millrace/config';
import { LogError } from '@millrace/events';
import { EXIT } from '@millrace/nest-kit';
import { ReadModelError } from '@millrace/persistence';
import { RegistryError } from '@millrace/registry';
import { GuardUnavailableError } from '@millrace/tasks';

export interface Refusal {
  readonly message: string;
  readonly exitCode: number;
}

/** The command line cannot be understood. */
export class UsageError extends Error {}

/** What the surroundings of the process keep it from, as people are told it; undefined for a defect of its own. */
export function refusalOf(error: unknown): Refusal | undefined {
  const asked = [ConfigError, UsageError, GuardUnavailableError].some((kind) => error instanceof kind);
  if (asked && error instanceof Error) return { message: error.message, exitCode: EXIT.usage };
  const told = [LogError, ReadModelError, ReadModelAheadError, RegistryError].some(
    (kind) => error instanceof kind,
  );
  if (told && error instanceof Error) return { message: error.message, exitCode: EXIT.unexpected };
  return systemRefusal(error);
}

const SYSTEM: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has that address; set another port',
  EACCES: 'this user may not do that',
  ENOENT: 'a file or folder is not there',
};

function systemRefusal(error: unknown): Refusal | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = SYSTEM[code];
  if (!(error instanceof Error) || reason === undefined) return undefined;
  const exitCode = code === 'EADDRINUSE' ? EXIT.conflict : EXIT.usage;
  return { message: `${error.message}: ${reason}.`, exitCode };
}
