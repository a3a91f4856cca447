import { CommanderError } from 'commander';
import { CliError, Interrupted } from './cli-error.js';
import type { CliContext } from './context.js';
import { tell } from './context.js';
import type { ExitCode } from './exit-codes.js';
import { EXIT } from './exit-codes.js';
import { closeBareOptions } from './input/option-values.js';
import { neutralise } from './output/escapes.js';
import { buildProgram } from './program/build-program.js';

async function tellFailure(context: CliContext, failure: CliError): Promise<ExitCode> {
  const { stderrPainter } = await import('./output/print.js');
  const { problemLines } = await import('./output/problem-text.js');
  const paint = stderrPainter(context, {});
  failure.problems
    .flatMap((problem) => problemLines(problem, paint))
    .forEach((line) => {
      tell(context, line);
    });
  return failure.exitCode;
}

function tellUnexpected(context: CliContext, error: unknown): ExitCode {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  tell(context, 'UNEXPECTED This is a defect of the command line:');
  text.split('\n').forEach((line) => {
    tell(context, `  ${neutralise(line)}`);
  });
  return EXIT.unexpected;
}

/** Tells what ended a command and gives its exit code. */
async function tellError(context: CliContext, error: unknown): Promise<ExitCode> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof Interrupted || (error instanceof Error && error.name === 'AbortError')) {
    tell(context, 'Interrupted.');
    return EXIT.interrupted;
  }
  if (error instanceof CliError) return tellFailure(context, error);
  const { failureOfCall } = await import('./client/api-failure.js');
  const failure = failureOfCall(error);
  return failure === undefined ? tellUnexpected(context, error) : tellFailure(context, failure);
}

/** Runs one command with its arguments (without the name of the program) and gives its exit code. Never throws. */
export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = buildProgram(context, (finished) => {
    code = finished;
  });
  try {
    await program.parseAsync([...closeBareOptions(args)], { from: 'user' });
    return code;
  } catch (error) {
    return tellError(context, error);
  }
}
