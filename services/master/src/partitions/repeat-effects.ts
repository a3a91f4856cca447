import type { RunState } from '@millrace/dag';
import { pendingKills, timersOf } from '@millrace/dag';
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
