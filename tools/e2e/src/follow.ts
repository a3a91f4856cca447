import type { LogLineItem, MillraceClient, RunEventItem } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';

/** Waits for an event of a run: `RunPaused`, or `AttemptRunning wait` for that of a task. */
export async function untilEvent(client: MillraceClient, run: string, name: string): Promise<RunEventItem> {
  const [type, task] = name.split(' ');
  for await (const event of client.stream(routes.streamRun, { params: { run } })) {
    if (event.type === type && event.task === task) return event;
  }
  throw new Error(`Run ${run} ended without ${name}.`);
}

/** Waits for the dispatch of an attempt: before it there is no log. */
async function untilAttempt(
  client: MillraceClient,
  { run, task, attempt }: { readonly run: string; readonly task: string; readonly attempt: number },
): Promise<void> {
  for await (const event of client.stream(routes.streamRun, { params: { run } })) {
    if (event.type === 'TaskDispatched' && event.task === task && event.attempt === attempt) return;
  }
  throw new Error(`Run ${run} ended without attempt ${attempt} of ${task}.`);
}

/** Waits for a line in the log of an attempt. */
export async function untilLine(
  client: MillraceClient,
  place: { readonly run: string; readonly task: string; readonly attempt?: number },
  text: string,
): Promise<LogLineItem> {
  const params = { attempt: 1, ...place };
  await untilAttempt(client, params);
  for await (const line of client.stream(routes.streamLog, { params })) if (line.text === text) return line;
  throw new Error(`The log of ${place.task} ended without '${text}'.`);
}

/** Everything that a stream gives, to its end. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** All events of a run, to its end. */
export async function allEvents(client: MillraceClient, run: string): Promise<readonly RunEventItem[]> {
  return collect(client.stream(routes.streamRun, { params: { run } }));
}

/** All items of a list, page by page. */
export async function allPages<T>(
  read: (
    cursor: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly nextCursor: string | null }>,
): Promise<{ readonly items: readonly T[]; readonly pages: number }> {
  const items: T[] = [];
  let pages = 0;
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    items.push(...page.items);
    pages += 1;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return { items, pages };
}
