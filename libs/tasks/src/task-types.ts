import { http } from './http/definition.js';
import { noop } from './noop/definition.js';
import { python } from './python/definition.js';
import { shell } from './shell/definition.js';
import type { TaskType } from './task-type.js';

function register(...types: readonly TaskType[]): ReadonlyMap<string, TaskType> {
  const byName = new Map<string, TaskType>();
  for (const type of types) {
    if (byName.has(type.type)) throw new Error(`There are two task types named "${type.type}".`);
    byName.set(type.type, type);
  }
  return byName;
}

const REGISTER = register(noop, shell, python, http);

/** All task types that a worker can run. */
export const taskTypes: readonly TaskType[] = [...REGISTER.values()];

/** The task type of that name, undefined when there is none. */
export function taskType(name: string): TaskType | undefined {
  return REGISTER.get(name);
}
