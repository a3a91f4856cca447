import type { RunState } from '@millrace/dag';
import { pendingKills, timersOf } from '@millrace/dag';
import type { StoredRun } from './aggregate-store.js';
import type { EffectScope } from './perform-effects.js';
import { performEffect } from './perform-effects.js';

/** Does again what may be missing of a run after a take-over: timers, offers, dispatches and kills (L22). */
export function repeatRun(run: RunState, scope: EffectScope): void {
  setTimers(run, scope);
  run.tasks.forEach((_task, index) => repeatTask(run, index, scope));
  for (const effect of pendingKills(run)) performEffect(run, effect, scope);
}

/** Sets all timers that the state holds; setting one again moves it. */
export function setTimers(run: RunState, scope: EffectScope): void {
  for (const { task, dueAt } of timersOf(run))
    performEffect(run, { effect: 'StartTimer', task, dueAt }, scope);
}

/** Was this attempt unanswered the last time already? `what`: a word for what was sent. */
export type Untaken = (run: string, task: string, attempt: number, what: 'dispatch' | 'kill') => boolean;

/** Sends dispatches that nobody has taken, and kills that nobody has confirmed, once more (L42). */
export function repeatUnanswered(runs: Iterable<StoredRun>, untaken: Untaken, scope: EffectScope): void {
  for (const { run } of runs) {
    run.tasks.forEach((task, index) => {
      const name = run.graph.tasks[index]?.name ?? '';
      if (task.attemptState !== 'dispatched' || task.dispatchOffset === 0) return;
      if (untaken(run.id, name, task.attempt, 'dispatch'))
        performEffect(run, { effect: 'DispatchTask', task: index }, scope);
    });
    for (const kill of pendingKills(run)) {
      const name = run.graph.tasks[kill.task]?.name ?? '';
      if (untaken(run.id, name, kill.attempt, 'kill')) performEffect(run, kill, scope);
    }
  }
}

function repeatTask(run: RunState, index: number, scope: EffectScope): void {
  const node = run.graph.tasks[index];
  const task = run.tasks[index];
  if (!node || !task) return;
  const { dispatcher } = scope.context;
  if (task.state === 'queued' && !node.logic) dispatcher.offer(scope.memory.partition, run, index);
  if (task.state !== 'dispatched' && task.state !== 'running') return;
  dispatcher.occupy(node, task);
  performEffect(run, { effect: 'DispatchTask', task: index }, scope);
}
