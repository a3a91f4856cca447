import type { MillraceClient } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import { CliError } from '../cli-error.js';
import type { ServerOptions } from '../client/endpoint.js';
import { openClient } from '../client/open-client.js';
import { resolveRunId } from '../client/run-id.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import { wantsColour } from '../output/colours.js';
import type { LineForm } from '../output/log-text.js';
import { logLineForm, splitLines } from '../output/log-text.js';
import type { OutputOptions } from '../output/print.js';
import { endSignals } from '../progress/end-signals.js';

export interface RunLogsOptions extends ServerOptions, Pick<OutputOptions, 'color'> {
  /** Default: the newest. */
  readonly attempt?: number;
  readonly follow?: boolean;
  /** Only the last lines. */
  readonly tail?: number;
}

interface AttemptPath {
  readonly run: string;
  readonly task: string;
  readonly attempt: number;
}

async function newestAttempt(client: MillraceClient, run: string, task: string): Promise<number> {
  const taskRun = await client.call(routes.getTaskRun, { params: { run, task } });
  const newest = taskRun.attempts.at(-1);
  if (newest !== undefined) return newest.number;
  const message = `Task '${task}' has no log: it is ${taskRun.state} and no attempt was made.`;
  throw new CliError(EXIT.notFound, [{ code: 'UNKNOWN_ATTEMPT', message }]);
}

/** Gives the texts of the lines that were asked for, as they come. */
async function* textsOf(
  client: MillraceClient,
  params: AttemptPath,
  options: RunLogsOptions,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let lastId: string | undefined;
  if (options.tail !== undefined) {
    const page = await client.call(routes.getLog, { params, query: { tail: options.tail } }, { signal });
    for (const { text } of page.lines) yield text;
    lastId = String(page.next - 1);
    if (options.follow !== true || page.complete) return;
  }
  const resume = lastId === undefined ? {} : { lastId };
  for await (const { text } of client.stream(routes.streamLog, { params }, { signal, ...resume })) yield text;
}

async function writeLines(context: CliContext, lines: AsyncIterable<string>, form: LineForm): Promise<void> {
  for await (const line of lines) {
    context.stdout.write(`${form(line)}\n`);
    await context.stdout.drained();
  }
}

async function writePieces(context: CliContext, pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    context.stdout.write(piece);
    await context.stdout.drained();
  }
}

/** Prints the log of an attempt. On a terminal only colours pass; elsewhere the text is as it was written. */
export async function runLogs(
  context: CliContext,
  given: string,
  task: string,
  options: RunLogsOptions,
): Promise<ExitCode> {
  const client = await openClient(context, options);
  const run = await resolveRunId(client, given);
  const params = { run, task, attempt: options.attempt ?? (await newestAttempt(client, run, task)) };
  const { isTTY } = context.stdout;
  const form = logLineForm(isTTY, wantsColour(options.color, context.env, isTTY));
  const signals = endSignals(context);
  try {
    if (options.follow === true || options.tail !== undefined) {
      await writeLines(context, textsOf(client, params, options, signals.signal), form);
    } else {
      const pieces = client.text(routes.getLog, { params }, { signal: signals.signal });
      await (isTTY ? writeLines(context, splitLines(pieces), form) : writePieces(context, pieces));
    }
  } catch (error) {
    if (!signals.signal.aborted) throw error;
  } finally {
    signals.release();
  }
  return signals.interrupted() ? EXIT.interrupted : EXIT.ok;
}
