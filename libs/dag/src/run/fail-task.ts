import type { GraphTask } from '../definition/graph.js';
import type { RunEvent } from './events/index.js';
import { taskFailed } from './events/task-failed.js';

/** The longest message that an event keeps, characters. */
const MAX_MESSAGE = 8000;

/** The final failure of a task run. */
export function failTask(node: GraphTask, code: string, message: string): RunEvent {
  const cut = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)} …` : message;
  return taskFailed({ task: node.name, code, message: cut, allowed: node.definition.allowFailure });
}
