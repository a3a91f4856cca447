import { setTimeout as wait } from 'node:timers/promises';
import type { MillraceClient, Run, TaskRunItem } from '@millrace/api-contract';
import { RUN_END_STATES, routes } from '@millrace/api-contract';
import { isNotFound } from '../client/api-failure.js';
import type { ProgressDisplay } from './progress-display.js';
import type { RunView } from './run-view.js';

export interface EndedRun {
  /** As the API gave it. */
  readonly run: Run;
  readonly tasks: readonly TaskRunItem[];
}

/** The read model follows the log within moments; a longer lag is told as it is. */
const LAG_TRIES = 100;
const LAG_WAIT_MS = 100;

/** Reads until there is something, some seconds long at most. */
async function repeatedly<T>(
  read: () => Promise<T | undefined>,
  signal: AbortSignal,
): Promise<T | undefined> {
  for (let left = LAG_TRIES; left > 0 && !signal.aborted; left -= 1) {
    const value = await read();
    if (value !== undefined) return value;
    await wait(LAG_WAIT_MS, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/** A run that was started just now: waits for the read model to know it. */
export async function readNewRun(
  client: MillraceClient,
  id: string,
  signal: AbortSignal,
): Promise<Run | undefined> {
  return repeatedly(async () => {
    try {
      return await client.call(routes.getRun, { params: { run: id } }, { signal });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }, signal);
}

/** A run with its task runs, read when the read model knows the position. */
export async function readEndedRun(
  client: MillraceClient,
  id: string,
  position: string | undefined,
  signal: AbortSignal,
): Promise<EndedRun | undefined> {
  const headers = position === undefined ? {} : { 'x-consistency-position': position };
  const input = { params: { run: id } };
  let last: Run | undefined;
  await repeatedly(async () => {
    last = await client.call(routes.getRun, input, { headers, signal });
    return RUN_END_STATES.has(last.state) ? last : undefined;
  }, signal);
  if (last === undefined) return undefined;
  const { items } = await client.call(routes.listTaskRuns, input, { headers, signal });
  return { run: last, tasks: items };
}

/** Follows the events of a run into a view and its display until it ends; gives the position of the last one. */
async function followEvents(
  client: MillraceClient,
  view: RunView,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<string | undefined> {
  let position: string | undefined;
  for await (const event of client.stream(routes.streamRun, { params: { run: view.id } }, { signal })) {
    const change = view.apply(event);
    if (change !== undefined) display.changed(change, Date.parse(event.at));
    position = event.position;
  }
  return position;
}

/** Follows a run to its end. Undefined when the signal was aborted before that. */
export async function watchRun(
  client: MillraceClient,
  view: RunView,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<EndedRun | undefined> {
  try {
    const position = await followEvents(client, view, display, signal);
    return signal.aborted ? undefined : await readEndedRun(client, view.id, position, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    display.close();
  }
}
