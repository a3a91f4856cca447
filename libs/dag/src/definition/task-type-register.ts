import { LOGIC_TASK_TYPE_SPECS } from './logic-task-types.js';
import type { TaskTypeSpec } from './task-type-spec.js';
import { taskShape } from './task-schema.js';

export type TaskTypeRegister = ReadonlyMap<string, TaskTypeSpec>;

/** A shared key that a type may have as its own: there the type's meaning holds (`outputs` of `noop`). */
const SHADOWED_KEYS: ReadonlySet<string> = new Set(['outputs']);

/** The logic types and the given ones by their word. Throws when a word or a key is taken twice. */
export function registerTaskTypes(types: readonly TaskTypeSpec[]): TaskTypeRegister {
  const register = new Map<string, TaskTypeSpec>();
  for (const spec of [...LOGIC_TASK_TYPE_SPECS, ...types]) {
    if (register.has(spec.type)) throw new Error(`The task type '${spec.type}' is registered twice.`);
    const taken = ownKeysOf(spec).find((key) => Object.hasOwn(taskShape, key) && !SHADOWED_KEYS.has(key));
    if (taken !== undefined)
      throw new Error(`The task type '${spec.type}' has the key '${taken}' of all tasks.`);
    register.set(spec.type, spec);
  }
  return register;
}

export function ownKeysOf(spec: TaskTypeSpec): readonly string[] {
  return Object.keys(spec.settings.shape);
}
