import type { CheckContext } from './check-context.js';
import { isWritten, needPath, taskEntries, taskHint, writtenKeys } from './check-context.js';
import { effectiveNeeds } from './effective-needs.js';
import { findCycles } from './find-cycles.js';
import { INPUT_LIMITS } from './input-limits.js';
import { quoteText } from './quote-text.js';
import type { NeedsByTask } from './needs-order.js';
import { orderOfNeeds } from './needs-order.js';
import type { TaskDefinition, TriggerRule } from './workflow-definition.js';
import { LOGIC_TASK_TYPES } from './workflow-definition.js';

const RULES_THAT_NEED: ReadonlySet<TriggerRule> = new Set(['one-success', 'one-failed', 'all-failed']);
const SHOWN_TASKS = 12;

/** Edges and rules: missing needs, cycles, rules that do not fit. Source: workflow-format §3 and §4. */
export function checkGraph(context: CheckContext): void {
  for (const [name, task] of taskEntries(context)) {
    checkNeeds(context, name, task);
    checkRule(context, name, task);
    checkLogicTask(context, name, task);
  }
  for (const cycle of findCycles(needsByTask(context))) reportCycle(context, cycle);
  checkSize(context);
}

export function needsByTask(context: CheckContext): NeedsByTask {
  return new Map(taskEntries(context).map(([name, task]) => [name, task.needs]));
}

function checkSize(context: CheckContext): void {
  const { edges } = INPUT_LIMITS;
  const { sink, definition } = context;
  const written = needsByTask(context);
  const isEnabled = (task: string): boolean => definition.tasks[task]?.enabled !== false;
  if (effectiveNeeds(written, orderOfNeeds(written), isEnabled, edges)) return;
  const message = `The workflow has more than ${edges} edges where its disabled tasks are replaced by what they need.`;
  sink.add('TOO_MANY_EDGES', ['tasks'], message, {
    hint: 'let the tasks before a disabled task and those behind it meet in an enabled one, such as a noop',
  });
}

function checkNeeds(context: CheckContext, name: string, task: TaskDefinition): void {
  for (const need of task.needs) {
    if (need === name) {
      const message = `The task ${quoteText(name)} needs itself.`;
      context.sink.add('SELF_NEED', needPath(context, name, need), message, { hint: 'take it out of needs' });
    } else if (!isWritten(context, need)) {
      const hint = (): string => taskHint(context, need);
      const message = `The task ${quoteText(name)} needs ${quoteText(need)}, which is no task of this workflow.`;
      context.sink.add('UNKNOWN_TASK', needPath(context, name, need), message, { hint });
    }
  }
}

function checkRule(context: CheckContext, name: string, task: TaskDefinition): void {
  const { runIf, needs } = task;
  if (!RULES_THAT_NEED.has(runIf) || needs.length > 0 || context.broken.has(`${name}/needs`)) return;
  const message = `The task ${quoteText(name)} has runIf: ${runIf} but no needs.`;
  const hint = 'write needs, or leave runIf out: without needs a task runs at once';
  context.sink.add('RULE_WITHOUT_NEEDS', ['tasks', name, 'runIf'], message, { hint });
}

function checkLogicTask(context: CheckContext, name: string, task: TaskDefinition): void {
  const { sink } = context;
  if (!LOGIC_TASK_TYPES.has(task.type)) return;
  if (task.type === 'conditions' && task.runIf !== 'all-done') {
    const message = `The conditions task ${quoteText(name)} always has runIf: all-done, not ${task.runIf}.`;
    sink.add('CONDITIONS_RULE', ['tasks', name, 'runIf'], message, { hint: 'leave runIf out' });
  }
  if (!task.enabled) {
    const message = `The ${task.type} task ${quoteText(name)} cannot be disabled: nothing would choose its branches.`;
    sink.add('DISABLED_LOGIC_TASK', ['tasks', name, 'enabled'], message, {
      hint: 'take the task out of the file',
    });
  }
  for (const key of writtenKeys(context, name)) {
    if (!WORKER_KEYS.has(key)) continue;
    const message = `${quoteText(key)} does nothing: a ${task.type} task has no worker.`;
    sink.warn('UNUSED_KEY', ['tasks', name, key], message, { hint: 'take it out', part: 'key' });
  }
}

const WORKER_KEYS: ReadonlySet<string> = new Set([
  'retry',
  'timeout',
  'timeoutAction',
  'workerGroup',
  'env',
  'delivery',
  'onWorkerLost',
  'onWorkerLostGrace',
  'outputs',
]);

function reportCycle(context: CheckContext, cycle: readonly string[]): void {
  const [first = ''] = cycle;
  const last = cycle.at(-1) ?? first;
  const message = `The tasks form a cycle: ${[...shorten(cycle), first].join(' → ')}.`;
  const hint = `each runs before the next: take one of these needs out, such as ${last} from the needs of ${first}`;
  context.sink.add('CYCLE', needPath(context, first, last), message, { hint });
}

function shorten(names: readonly string[]): readonly string[] {
  if (names.length <= SHOWN_TASKS) return names;
  return [
    ...names.slice(0, SHOWN_TASKS - 2),
    `… (${names.length - SHOWN_TASKS + 1} more)`,
    ...names.slice(-1),
  ];
}
