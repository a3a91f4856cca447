import { UsageError } from './usage-error.js';

const EXIT = { failed: 1, usage: 2 } as const;

/**
 * Runs a program of the command line; the process ends with the exit code that it gives. Where it throws that is 1, with
 * the message on standard error, and 2 for arguments that make no sense, with `usage` after it.
 */
export async function endWith(main: () => number | Promise<number>, usage: string): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const isUsage = error instanceof UsageError;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(isUsage ? `${message}\n\n${usage}` : `${message}\n`);
    process.exitCode = isUsage ? EXIT.usage : EXIT.failed;
  }
}
