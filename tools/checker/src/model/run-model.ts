import type { GraphTask, RunStartedData, RunState, WorkflowGraph } from '@millrace/dag';
import { TaskModel } from './task-model.js';

/** How a run ended. */
export type RunEnd = 'succeeded' | 'failed' | 'stopped';

/** Why a run starts nothing at present: it pauses, or it is ending early. */
export type Hold = 'pausing' | 'paused' | 'failing' | 'stopping';

/**
 * What the checker knows of a run that has not ended. Kept from the events by rules of its own, so that it can disagree
 * with the fold of the product, which stands beside it as `cold`.
 */
export class RunModel {
  readonly tasks: readonly TaskModel[];
  /** Sequence of the records that touched the run so far. */
  aseq = 0;
  hold: Hold | undefined = undefined;
  end: RunEnd | undefined = undefined;
  /** Epoch milliseconds at which the run's time-out is due; undefined: none, or it stands still. */
  timeoutAt: number | undefined;
  /** The state that the product makes of the same events; undefined before RunStarted is applied. */
  cold: RunState | undefined = undefined;

  constructor(
    readonly graph: WorkflowGraph,
    readonly start: RunStartedData,
    readonly startedAt: number,
    readonly partition: number,
    /** Offset of the record that started it. */
    readonly born: number,
  ) {
    this.tasks = graph.tasks.map(() => new TaskModel());
    this.timeoutAt = start.timeoutMs === undefined ? undefined : startedAt + start.timeoutMs;
  }

  get id(): string {
    return this.start.run;
  }

  task(node: GraphTask): TaskModel {
    const task = this.tasks[node.index];
    if (!task) throw new Error(`Run ${this.id} has no task at ${node.index}.`);
    return task;
  }

  node(name: string): GraphTask | undefined {
    const index = this.graph.indexOf.get(name);
    return index === undefined ? undefined : this.graph.tasks[index];
  }
}
