import { bareRecord } from './document-path.js';
import type { DefaultsInput, TaskInput } from './task-schema.js';
import type { RetryPolicy, TaskDefinition } from './workflow-definition.js';
import { LOGIC_TASK_TYPES } from './workflow-definition.js';

/** Everything of a task but its type's settings, defaults filled in by the tables of workflow-format §3. */
export function mergeTask(
  type: string,
  task: Partial<TaskInput>,
  shared: Partial<DefaultsInput>,
): Omit<TaskDefinition, 'settings'> {
  const defaults = defaultsFor(type, shared);
  const { title, if: condition, outputs } = task;
  const timeoutMs = task.timeout ?? defaults.timeout;
  const delivery = task.delivery ?? defaults.delivery ?? 'at-least-once';
  return {
    type,
    ...(title === undefined ? {} : { title }),
    needs: [...new Set(task.needs ?? [])],
    runIf: task.runIf ?? (type === 'conditions' ? 'all-done' : 'all-success'),
    ...(condition === undefined ? {} : { if: condition }),
    enabled: task.enabled ?? true,
    allowFailure: task.allowFailure ?? false,
    retry: mergeRetry(task.retry, defaults.retry),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(outputs === undefined ? {} : { outputs: bareRecord(Object.entries(outputs)) }),
    env: bareRecord(Object.entries({ ...defaults.env, ...task.env })),
    delivery,
    ...placement(task, defaults),
    onWorkerLost: task.onWorkerLost ?? defaults.onWorkerLost ?? whenLost(delivery),
    onWorkerLostGraceMs: task.onWorkerLostGrace ?? defaults.onWorkerLostGrace ?? 30_000,
  };
}

function placement(
  task: Partial<TaskInput>,
  defaults: Partial<DefaultsInput>,
): Pick<TaskDefinition, 'delayMs' | 'priority' | 'workerGroup'> {
  return {
    delayMs: task.delay ?? defaults.delay ?? 0,
    priority: task.priority ?? defaults.priority ?? 'medium',
    workerGroup: task.workerGroup ?? defaults.workerGroup ?? 'default',
  };
}

/** Logic tasks have no worker: of the defaults, only those that concern the master reach them. */
function defaultsFor(type: string, shared: Partial<DefaultsInput>): Partial<DefaultsInput> {
  if (!LOGIC_TASK_TYPES.has(type)) return shared;
  const { delay, priority } = shared;
  return { ...(delay === undefined ? {} : { delay }), ...(priority === undefined ? {} : { priority }) };
}

function whenLost(delivery: TaskDefinition['delivery']): TaskDefinition['onWorkerLost'] {
  return delivery === 'at-most-once' ? 'hold' : 'rerun-after-grace';
}

function mergeRetry(task: TaskInput['retry'], defaults: DefaultsInput['retry']): RetryPolicy {
  const merged = { ...defaults, ...task };
  return {
    max: merged.max ?? 0,
    delayMs: merged.delay ?? 10_000,
    backoff: merged.backoff ?? 'constant',
    maxDelayMs: merged.maxDelay ?? 3_600_000,
    jitter: merged.jitter ?? 0,
    on: merged.on ?? ['failed', 'timed-out'],
  };
}
