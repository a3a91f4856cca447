import type { CliContext } from './context.js';
import { tell } from './context.js';
import type { ExitCode } from './exit-codes.js';
import { EXIT } from './exit-codes.js';

/** Codes that say nothing against what is on stdout; a command whose reader is gone is interrupted. */
const GOOD: ReadonlySet<ExitCode> = new Set([EXIT.ok, EXIT.interrupted]);

/**
 * The exit code of a command once all has been written: where that failed it cannot be a good one. A reader that had
 * enough (`| head`) is no failure.
 */
export function codeWhenWritten(context: CliContext, code: ExitCode): ExitCode {
  const failure = context.stdout.failure();
  if (failure === undefined || ('code' in failure && failure.code === 'EPIPE')) return code;
  const [reason] = failure.message.split(',');
  tell(
    context,
    `OUTPUT_LOST The output could not be written: ${reason ?? ''}. Make room, or write it elsewhere.`,
  );
  return GOOD.has(code) ? EXIT.unexpected : code;
}
