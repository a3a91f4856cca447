import type { CheckContext } from './check-context.js';
import { sharedKeyPath, taskEntries } from './check-context.js';
import { quoteText } from './quote-text.js';
import type { TaskDefinition } from './workflow-definition.js';
import { LOGIC_TASK_TYPES } from './workflow-definition.js';

/** `at-most-once` with anything that would run the task again. Source: workflow-format §3, `onWorkerLost`. */
export function checkDelivery(context: CheckContext): void {
  for (const [name, task] of taskEntries(context)) {
    if (task.delivery === 'at-most-once' && !LOGIC_TASK_TYPES.has(task.type))
      checkAtMostOnce(context, name, task);
  }
}

function checkAtMostOnce(context: CheckContext, name: string, task: TaskDefinition): void {
  const who = `The task ${quoteText(name)} has delivery: at-most-once`;
  if (task.retry.max > 0) {
    const path = sharedKeyPath(context, name, 'retry', 'max');
    const message = `${who}, so it cannot have retry.max: ${task.retry.max}.`;
    context.sink.add('AT_MOST_ONCE_RETRY', path, message, { hint: `write retry: { max: 0 } in ${name}` });
  }
  if (task.onWorkerLost === 'rerun' || task.onWorkerLost === 'rerun-after-grace') {
    const path = sharedKeyPath(context, name, 'onWorkerLost');
    const message = `${who}, so it cannot have onWorkerLost: ${task.onWorkerLost}.`;
    context.sink.add('AT_MOST_ONCE_RERUN', path, message, {
      hint: `write onWorkerLost: hold (or fail) in ${name}`,
    });
  }
}
