import type { RunState } from './state.js';

/** Indices of the queued task runs: those that the master decides by itself (`logic`), or those that wait for a worker. */
export function queuedTasks(run: RunState, logic: boolean): readonly number[] {
  return run.graph.tasks
    .filter((node) => node.logic === logic && run.tasks[node.index]?.state === 'queued')
    .map((node) => node.index);
}
