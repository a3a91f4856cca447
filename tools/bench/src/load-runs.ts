import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient } from './api-client.js';

/** Requests that are under way at once while runs are started. */
const IN_FLIGHT = 4;
const PAGE = 200;
/** Milliseconds after which runs count as ones that never end. */
const NO_END_MS = 300_000;

/** States of runs that have not ended (workflow-format §5). */
const OPEN_STATES = ['queued', 'running', 'pausing', 'paused', 'failing', 'stopping'];

interface BatchAnswer {
  readonly position: readonly string[];
}

interface RunPage {
  readonly items: readonly { readonly id: string }[];
  readonly nextCursor: string | null;
  readonly stale?: true;
}

export interface LoadOptions {
  /** Runs of one request; default 100. */
  readonly batch?: number;
  /** Milliseconds between two looks whether all have ended; default 5. Each costs the engine a query. */
  readonly pollMs?: number;
}

/**
 * Starts `count` runs of a workflow in batches and waits until the API shows none of them as open. Gives the
 * milliseconds from the first request to the answer that says so. Throws when a run has not succeeded.
 */
export async function loadRuns(
  api: ApiClient,
  workflow: string,
  count: number,
  { batch = 100, pollMs = 5 }: LoadOptions = {},
): Promise<number> {
  const since = performance.now();
  const positions = await startRuns(api, workflow, count, batch);
  await untilEnded(api, workflow, positions, pollMs);
  const took = performance.now() - since;
  const succeeded = await countRuns(api, workflow);
  if (succeeded !== count)
    throw new Error(`Of ${count} runs of ${workflow} only ${succeeded} have succeeded.`);
  return took;
}

/** Starts so many runs of a workflow, in batches; gives the newest position of each partition. */
export async function startRuns(
  api: ApiClient,
  workflow: string,
  count: number,
  batch: number,
): Promise<readonly string[]> {
  const newest = new Map<string, number>();
  let left = count;
  const send = async (): Promise<void> => {
    while (left > 0) {
      const size = Math.min(batch, left);
      left -= size;
      const runs = Array.from({ length: size }, () => ({}));
      const answer = await api.post<BatchAnswer>(`/projects/default/workflows/${workflow}/runs/batch`, {
        runs,
      });
      for (const token of answer.position) noteNewest(newest, token);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, send));
  return [...newest].map(([place, offset]) => `${place}:${offset}`);
}

/** Keeps the largest offset of each partition; the offset is what follows the last colon. */
function noteNewest(newest: Map<string, number>, token: string): void {
  const colon = token.lastIndexOf(':');
  const place = token.slice(0, colon);
  newest.set(place, Math.max(newest.get(place) ?? 0, Number(token.slice(colon + 1))));
}

async function untilEnded(
  api: ApiClient,
  workflow: string,
  positions: readonly string[],
  pollMs: number,
): Promise<void> {
  const states = OPEN_STATES.map((state) => `state=${state}`).join('&');
  const headers = { 'x-consistency-position': positions.join(',') };
  for (const end = performance.now() + NO_END_MS; performance.now() < end;) {
    const page = await api.get<RunPage>(
      `/runs?project=default&workflow=${workflow}&${states}&limit=1`,
      headers,
    );
    if (page.items.length === 0 && page.stale === undefined) return;
    await wait(pollMs);
  }
  throw new Error(`After ${NO_END_MS / 1000} s the API still shows runs of ${workflow} as open.`);
}

async function countRuns(api: ApiClient, workflow: string): Promise<number> {
  let count = 0;
  let cursor = '';
  for (;;) {
    const page = await api.get<RunPage>(
      `/runs?project=default&workflow=${workflow}&state=succeeded&limit=${PAGE}${cursor}`,
    );
    count += page.items.length;
    if (page.nextCursor === null) return count;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}
