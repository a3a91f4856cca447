import { didYouMean } from './did-you-mean.js';
import type { DocumentPath } from './document-path.js';
import { isList, isRecord, valueAt } from './document-path.js';
import type { ProblemSink } from './problem-sink.js';
import type { TaskTypeRegister } from './task-type-register.js';
import type { JsonValue, TaskDefinition, WorkflowDefinition } from './workflow-definition.js';

/** What the checks of meaning work on. */
export interface CheckContext {
  readonly sink: ProblemSink;
  readonly types: TaskTypeRegister;
  /** Best effort where problems were reported before. */
  readonly definition: WorkflowDefinition;
  /** The document as written, for the places. */
  readonly document: JsonValue;
  /** `task/key` of task keys that were written but are not in order: nothing follows from their absence. */
  readonly broken: ReadonlySet<string>;
}

export function taskEntries({ definition }: CheckContext): readonly (readonly [string, TaskDefinition])[] {
  return Object.entries(definition.tasks);
}

/** Own tasks only; names such as `toString` find nothing. */
export function findTask({ definition }: CheckContext, name: string): TaskDefinition | undefined {
  return Object.hasOwn(definition.tasks, name) ? definition.tasks[name] : undefined;
}

/** Whether a task was written at all, in whatever state. */
export function isWritten({ document }: CheckContext, name: string): boolean {
  return valueAt(document, ['tasks', name]) !== undefined;
}

const LISTED_TASKS = 12;

/** What to write instead of a name that no task has. */
export function taskHint({ definition }: CheckContext, name: string): string {
  const names = Object.keys(definition.tasks);
  const near = didYouMean(name, names);
  if (near !== undefined) return near;
  const more = names.length > LISTED_TASKS ? ` and ${names.length - LISTED_TASKS} more` : '';
  return `name one of its tasks: ${names.slice(0, LISTED_TASKS).join(', ')}${more}`;
}

/** The place of one need in the list as written. */
export function needPath({ document }: CheckContext, task: string, need: string): DocumentPath {
  const path = ['tasks', task, 'needs'];
  const written = valueAt(document, path);
  const index = isList(written) ? written.indexOf(need) : -1;
  return index < 0 ? path : [...path, index];
}

/** The place of a shared key: in the task, or in `defaults` when only that has it. */
export function sharedKeyPath(
  { document }: CheckContext,
  task: string,
  ...key: readonly string[]
): DocumentPath {
  const path = ['tasks', task, ...key];
  if (valueAt(document, path) !== undefined) return path;
  const inherited = ['defaults', ...key];
  return valueAt(document, inherited) === undefined ? path : inherited;
}

/** Keys of a task as written. */
export function writtenKeys({ document }: CheckContext, task: string): readonly string[] {
  const written = valueAt(document, ['tasks', task]);
  return isRecord(written) ? Object.keys(written) : [];
}
