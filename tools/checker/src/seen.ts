import type { GraphTask, RunEvent } from '@millrace/dag';
import type { CommandRecord, RecordedEvent } from '@millrace/events';
import type { RunModel } from './model/run-model.js';
import type { TaskModel } from './model/task-model.js';
import type { Where } from './violation.js';

/** A record that the fold has accepted. */
export interface SeenRecord {
  readonly partition: number;
  readonly offset: number;
  readonly record: CommandRecord;
  /** The run that it touches, as it was before; undefined: none, or one that is not active. */
  readonly run: RunModel | undefined;
}

/** An event of an active run. `run` and `task` are as they were before it, or after it in the hook `after`. */
export interface SeenEvent {
  readonly run: RunModel;
  readonly event: RunEvent;
  /** Time of its record, epoch milliseconds. */
  readonly at: number;
  readonly record: CommandRecord;
  readonly where: Where;
  /** Absent for events of the whole run. */
  readonly node?: GraphTask;
  readonly task?: TaskModel;
}

/** An event that names a task of its run. */
export interface SeenTaskEvent extends SeenEvent {
  readonly node: GraphTask;
  readonly task: TaskModel;
}

/** An event of a run that is not active. */
export interface StrayEvent {
  readonly event: RecordedEvent;
  readonly where: Where;
  /** The run has ended before; otherwise it never started. */
  readonly ended: boolean;
}

type DataOf<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>['data'];

type Handlers<S> = { readonly [T in RunEvent['type']]?: (seen: S, data: DataOf<T>) => void };

/** A hook that looks at the events of these types only. */
export function onEvents(handlers: Handlers<SeenEvent>): (seen: SeenEvent) => void {
  return (seen) => {
    const handler = handlers[seen.event.type] as ((seen: SeenEvent, data: unknown) => void) | undefined;
    handler?.(seen, seen.event.data);
  };
}

/** The same for events that name a task. */
export function onTaskEvents(handlers: Handlers<SeenTaskEvent>): (seen: SeenEvent) => void {
  return (seen) => {
    if (!namesTask(seen)) return;
    const handler = handlers[seen.event.type] as ((seen: SeenTaskEvent, data: unknown) => void) | undefined;
    handler?.(seen, seen.event.data);
  };
}

export function namesTask(seen: SeenEvent): seen is SeenTaskEvent {
  return seen.task !== undefined;
}
