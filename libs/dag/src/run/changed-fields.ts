import { TaskRun } from './state.js';

const FRESH: ReadonlyMap<string, unknown> = new Map(Object.entries(new TaskRun()));

/**
 * The fields in which a task run differs from one that was never touched; undefined when there is none. Looks at all
 * fields the class has, so a new one cannot be forgotten.
 */
export function changedFields(task: TaskRun): Readonly<Record<string, unknown>> | undefined {
  const changed = Object.entries(task).filter(([name, value]) => value !== FRESH.get(name));
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}
