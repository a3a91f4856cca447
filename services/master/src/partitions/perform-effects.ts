import type { Effect, RunState } from '@millrace/dag';
import { isRunEnded, taskAt } from '@millrace/dag';
import type { TraceRun } from '../master-options.js';
import { ATTEMPT_ENDS } from './release-slots.js';
import type { DecisionBatch, PendingRecord } from './decision-batch.js';
import type { MasterContext } from './master-context.js';
import type { OpenAttempts } from './open-attempts.js';
import type { PartitionMemory } from './partition-memory.js';

/** What the effects of a partition need. */
export interface EffectScope {
  readonly memory: PartitionMemory;
  readonly context: MasterContext;
  readonly attempts: OpenAttempts;
  readonly epoch: number;
  /** A timer of this run is due. */
  readonly onTimer: (run: string, task: number) => void;
}

/** Does what verified records ask for, in log order (L19). `base`: offset of the first record. */
export function performBatch(batch: DecisionBatch, base: number, scope: EffectScope): void {
  if (scope.context.traceRun) batch.records.forEach((pending) => trace(pending, scope.context.traceRun));
  batch.records.forEach((pending, index) => {
    const offset = base + index;
    trackAttempts(pending, offset, scope);
    for (const { run, effect } of pending.effects) performEffect(run, effect, scope);
    for (const after of pending.after) after(offset);
  });
}

/** Repeats what may be missing after a take-over: dispatches, kills, offers and timers (L22). */
export function performEffect(run: RunState, effect: Effect, scope: EffectScope): void {
  const { memory, context, attempts, epoch } = scope;
  const { partition } = memory;
  switch (effect.effect) {
    case 'DispatchTask': {
      const { task } = taskAt(run, effect.task);
      const at = task.dispatchOffset;
      const floor = attempts.floor(task.worker?.incarnation ?? '', at);
      context.effects.dispatch(run, effect.task, { partition, offset: at, epoch, floor });
      return;
    }
    case 'StopTask':
      context.effects.stop(run, partition, effect);
      return;
    case 'StartTimer':
      context.timers.set(timerKey(partition, run.id, effect.task), effect.dueAt, () =>
        scope.onTimer(run.id, effect.task),
      );
      return;
    case 'CancelTimer':
      context.timers.cancel(timerKey(partition, run.id, effect.task));
      return;
    case 'EndRun':
      memory.runs.remove(run.id);
      return;
    case 'OfferTask':
      // The dispatcher had it when it was decided; only a take-over offers again.
      return;
  }
}

export function timerKey(partition: number, run: string, task: number): string {
  return `${partition}/${run}/${task}`;
}

function trace({ run, events }: PendingRecord, traceRun: TraceRun | undefined): void {
  if (!run) return;
  if (events[0]?.type === 'RunStarted') traceRun?.(run.id, 'started');
  if (isRunEnded(run.phase) && events.at(-1)?.type.startsWith('Run')) traceRun?.(run.id, 'ended');
}

function trackAttempts(
  { run, events }: PendingRecord,
  offset: number,
  { attempts, memory }: EffectScope,
): void {
  if (!run) return;
  for (const event of events) {
    if (event.type === 'RunStarted') memory.runs.born(run.id, offset);
    const name = (event.data as { readonly task?: string }).task;
    const index = name === undefined ? undefined : run.graph.indexOf.get(name);
    if (index === undefined || name === undefined) continue;
    const { task } = taskAt(run, index);
    if (event.type === 'TaskDispatched') {
      task.dispatchOffset = offset;
      attempts.add(run, index, offset);
    } else if (ATTEMPT_ENDS.has(event.type)) {
      attempts.remove(run.id, name);
    }
  }
}
