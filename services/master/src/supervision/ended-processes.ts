import type { WorkerRef } from '@millrace/dag';
import type { WorkerHeartbeat } from '@millrace/events';
import type { LostWorker } from '../partitions/partition-inputs.js';

/** Those of which it was said longest ago are forgotten first. */
const KEPT = 10_000;

/**
 * Worker processes of which it was said that nothing of them runs any more, by themselves or by who came after them. It
 * stays true for ever, so that a partition which is taken over later learns of it too.
 */
export class EndedProcesses {
  private readonly workers = new Map<string, string>();

  /** Gives the processes whose end the heartbeat proves. */
  take({ worker, incarnation, state, ended = [] }: WorkerHeartbeat): readonly LostWorker[] {
    const proven = state === 'gone' ? [...ended, incarnation] : ended;
    for (const one of proven) {
      this.workers.delete(one);
      this.workers.set(one, worker);
    }
    while (this.workers.size > KEPT) this.workers.delete(this.workers.keys().next().value ?? '');
    return proven.map((one) => ({ worker, incarnation: one, proven: true }));
  }

  /** A heartbeat of such a process is a late one. */
  has(incarnation: string): boolean {
    return this.workers.has(incarnation);
  }

  /** Those of the named processes that have ended. */
  among(named: readonly WorkerRef[]): readonly LostWorker[] {
    return named
      .filter(({ incarnation }) => this.has(incarnation))
      .map((worker) => ({ ...worker, proven: true }));
  }
}
