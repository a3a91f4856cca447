import type { MillraceClient, RunEventItem } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import type { ServerOptions } from '../client/endpoint.js';
import { openClient } from '../client/open-client.js';
import { resolveRunId } from '../client/run-id.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import { eventColumns, eventLine } from '../output/event-forms.js';
import { jsonText } from '../output/json.js';
import type { OutputOptions } from '../output/print.js';
import { printList, stdoutPainter } from '../output/print.js';
import { endSignals } from '../progress/end-signals.js';

export interface RunEventsOptions extends ServerOptions, OutputOptions {
  readonly follow?: boolean;
  /** Offset of the last event already known. */
  readonly after?: number;
  readonly limit?: number;
}

async function followEvents(
  context: CliContext,
  client: MillraceClient,
  run: string,
  options: RunEventsOptions,
): Promise<ExitCode> {
  const paint = stdoutPainter(context, options);
  const isTable = (options.output ?? 'table') === 'table';
  const signals = endSignals(context);
  const resume = options.after === undefined ? {} : { lastId: String(options.after) };
  const stream = client.stream(routes.streamRun, { params: { run } }, { signal: signals.signal, ...resume });
  try {
    for await (const event of stream) {
      context.stdout.write(`${isTable ? eventLine(event, paint) : jsonText(event)}\n`);
      await context.stdout.drained();
    }
  } catch (error) {
    if (!signals.signal.aborted) throw error;
  } finally {
    signals.release();
  }
  return signals.interrupted() ? EXIT.interrupted : EXIT.ok;
}

/** Prints the events of a run, oldest first. Followed, json is jsonl: an event a line. */
export async function runEvents(
  context: CliContext,
  given: string,
  options: RunEventsOptions,
): Promise<ExitCode> {
  const client = await openClient(context, options);
  const run = await resolveRunId(client, given);
  if (options.follow === true) return followEvents(context, client, run, options);
  const { after, limit } = options;
  const query = { ...(after === undefined ? {} : { after }), ...(limit === undefined ? {} : { limit }) };
  const page = await client.call(routes.listRunEvents, { params: { run }, query });
  await printList<RunEventItem>(context, options, {
    page,
    items: page.items,
    columns: eventColumns,
    name: ({ type }) => type,
  });
  if (page.next !== null) tell(context, `There may be more: add --after ${String(page.next)}`);
  return EXIT.ok;
}
