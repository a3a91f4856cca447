import type { WorkerItem } from '@millrace/api-contract';
import type { StoredRecord, Subscription, WorkerHeartbeat } from '@millrace/events';
import { EventLog } from '@millrace/events';
import { healthScore } from '@millrace/registry';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { Injectable } from '@nestjs/common';

/** Workers that are remembered; beyond it those that were silent longest are forgotten. */
const MAX_WORKERS = 10_000;

interface Heard {
  readonly heartbeat: WorkerHeartbeat;
  /** When the log took it, epoch milliseconds. */
  readonly at: number;
}

/** The last heartbeat of each worker. Shown only: who is alive is decided by the masters. */
@Injectable()
export class WorkerView implements OnModuleInit, OnModuleDestroy {
  private readonly heard = new Map<string, Heard>();
  private subscription: Subscription | undefined;

  constructor(private readonly log: EventLog) {}

  async onModuleInit(): Promise<void> {
    const { start } = await this.log.bounds('heartbeats', 0);
    this.subscription = this.log.follow('heartbeats', 0, start, (records) => this.take(records));
  }

  onModuleDestroy(): void {
    this.subscription?.close();
  }

  /** By name. */
  all(): readonly WorkerItem[] {
    return [...this.heard.values()].map(show).sort((a, b) => (a.worker < b.worker ? -1 : 1));
  }

  private take(records: readonly StoredRecord<'heartbeats'>[]): void {
    for (const { value, time } of records) {
      // Put at the end, so that the first is the one that was silent longest.
      this.heard.delete(value.worker);
      this.heard.set(value.worker, { heartbeat: value, at: time });
    }
    while (this.heard.size > MAX_WORKERS) {
      const silent = this.heard.keys().next().value;
      if (silent === undefined) return;
      this.heard.delete(silent);
    }
  }
}

function show({ heartbeat, at }: Heard): WorkerItem {
  const { worker, incarnation, groups, slots, lightSlots, busy, state, guard, startedAt } = heartbeat;
  const times = { startedAt: new Date(startedAt).toISOString(), heardAt: new Date(at).toISOString() };
  const item = { worker, incarnation, groups: [...groups], slots, lightSlots, busy, state, guard, ...times };
  return { ...item, ...fitnessOf(heartbeat) };
}

/** A worker that takes nothing more has no score. */
function fitnessOf(heartbeat: WorkerHeartbeat): Pick<WorkerItem, 'load' | 'score' | 'overloaded'> {
  const { load, overloaded, slots, busy, lightBusy, state } = heartbeat;
  const score = healthScore({ ...load, slots, busy: busy - lightBusy });
  return {
    ...(load && { load }),
    ...(state === 'ready' && { score: Math.round(score) }),
    ...(overloaded && { overloaded: [...overloaded] }),
  };
}
