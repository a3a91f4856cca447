import type { EventLog, StoredRecord } from '@millrace/events';
import type { FaultWorld } from './fault-world.js';
import type { Entry } from './log-watch.js';

const LANES = 32;
const PAGE = 1000;

/** Dispatches of the time before these claims that came after them: what a woken owner has sent. */
export async function oldDispatches({ log }: FaultWorld, claims: readonly Entry[]): Promise<number> {
  const byPartition = new Map(claims.map((claim) => [claim.partition, claim]));
  let count = 0;
  for (let lane = 0; lane < LANES; lane += 1) {
    for (const { time, value } of await dispatchesOf(log.topics, lane)) {
      const claim = byPartition.get(value.partition);
      if (claim && value.epoch < claim.epoch && time > claim.time) count += 1;
    }
  }
  return count;
}

async function dispatchesOf(
  topics: EventLog,
  lane: number,
): Promise<readonly StoredRecord<'task-dispatch'>[]> {
  const { start, end } = await topics.bounds('task-dispatch', lane);
  const found: StoredRecord<'task-dispatch'>[] = [];
  for (let next = start; next < end;) {
    const page = await topics.read('task-dispatch', lane, next, PAGE);
    found.push(...page.records);
    next = page.next;
  }
  return found;
}
