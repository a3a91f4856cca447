import { setTimeout as pass } from 'node:timers/promises';
import type { MillraceClient, WorkerItem } from '@millrace/api-contract';
import { UnreachableError, routes } from '@millrace/api-contract';

const BETWEEN_LOOKS_MS = 10;

/** Waits until the server takes no more requests: the first thing that it does when it is told to end. */
export async function untilClosed(client: MillraceClient): Promise<void> {
  for (;;) {
    try {
      await client.call(routes.livez, {});
    } catch (error) {
      if (error instanceof UnreachableError) return;
      throw error;
    }
    await pass(BETWEEN_LOOKS_MS);
  }
}

/** Waits until the read model holds all that is in the log. */
export async function untilProjected(client: MillraceClient): Promise<void> {
  for (;;) {
    const { partitions } = await client.call(routes.getHealth, {});
    if (partitions.every(({ offset, projected }) => projected >= offset)) return;
    await pass(BETWEEN_LOOKS_MS);
  }
}

/** Waits until every worker that was heard of is so. */
export async function untilWorkers(
  client: MillraceClient,
  are: (worker: WorkerItem) => boolean,
): Promise<void> {
  for (;;) {
    const { items } = await client.call(routes.listWorkers, {});
    if (items.length > 0 && items.every(are)) return;
    await pass(BETWEEN_LOOKS_MS);
  }
}
