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
  return {
    type,
    ...describing(task),
    needs: [...new Set(task.needs ?? [])],
    runIf: task.runIf ?? (type === 'conditions' ? 'all-done' : 'all-success'),
    enabled: task.enabled ?? true,
    allowFailure: task.allowFailure ?? false,
    retry: mergeRetry(task.retry, defaults.retry),
    env: bareRecord(Object.entries({ ...defaults.env, ...task.env })),
    ...placement({ ...defaults, ...task }),
    ...lossRules({ ...defaults, ...task }),
  };
}

function describing(task: Partial<TaskInput>): Pick<TaskDefinition, 'title' | 'if' | 'outputs'> {
  const { title, if: condition, outputs } = task;
  return {
    ...(title === undefined ? {} : { title }),
    ...(condition === undefined ? {} : { if: condition }),
    ...(outputs === undefined ? {} : { outputs: bareRecord(Object.entries(outputs)) }),
  };
}

function placement(
  merged: Partial<DefaultsInput>,
): Pick<TaskDefinition, 'timeoutMs' | 'delayMs' | 'priority' | 'workerGroup'> {
  return {
    ...(merged.timeout === undefined ? {} : { timeoutMs: merged.timeout }),
    delayMs: merged.delay ?? 0,
    priority: merged.priority ?? 'medium',
    workerGroup: merged.workerGroup ?? 'default',
  };
}

function lossRules(
  merged: Partial<DefaultsInput>,
): Pick<TaskDefinition, 'delivery' | 'onWorkerLost' | 'onWorkerLostGraceMs'> {
  const delivery = merged.delivery ?? 'at-least-once';
  return {
    delivery,
    onWorkerLost: merged.onWorkerLost ?? (delivery === 'at-most-once' ? 'hold' : 'rerun-after-grace'),
    onWorkerLostGraceMs: merged.onWorkerLostGrace ?? 30_000,
  };
}

/** Logic tasks have no worker: of the defaults, only those that concern the master reach them. */
function defaultsFor(type: string, shared: Partial<DefaultsInput>): Partial<DefaultsInput> {
  if (!LOGIC_TASK_TYPES.has(type)) return shared;
  const { delay, priority } = shared;
  return { ...(delay === undefined ? {} : { delay }), ...(priority === undefined ? {} : { priority }) };
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
