import { checkedZone } from '../expressions/time/zone.js';
import type { JsonRecord } from './document-path.js';
import { bareRecord, isRecord } from './document-path.js';
import { FUTURE_WORKFLOW_KEYS, NOT_YET_SUPPORTED, notYetSupported } from './future-features.js';
import { INPUT_LIMITS } from './input-limits.js';
import { taskNameSchema } from './name-schemas.js';
import type { ProblemSink } from './problem-sink.js';
import { quoteText } from './quote-text.js';
import { readNamed } from './read-named.js';
import { readParams } from './read-params.js';
import { asRecord, readPart } from './read-part.js';
import { readTask, refuseAlertAction, refuseKeys } from './read-task.js';
import type { DefaultsInput } from './task-schema.js';
import type { TaskTypeRegister } from './task-type-register.js';
import type { WorkflowInput } from './workflow-schema.js';
import { workflowSchema } from './workflow-schema.js';
import type { ParamDefinition, TaskDefinition, WorkflowDefinition } from './workflow-definition.js';

export interface ReadWorkflow {
  /** Best effort where problems were reported: what is not in order has its default or is left out. */
  readonly definition: WorkflowDefinition;
  /** `task/key` of task keys that were written but are not in order. */
  readonly broken: ReadonlySet<string>;
}

/** Shape, defaults and the keys that are not built yet; what names and expressions mean is checked afterwards. */
export function readWorkflow(sink: ProblemSink, types: TaskTypeRegister, record: JsonRecord): ReadWorkflow {
  const { data, extensions } = readPart(workflowSchema, record, { sink, path: [] });
  refuseFutureKeys(sink, record, data);
  checkTimezone(sink, data.timezone);
  const params =
    record.params === undefined ? bareRecord<ParamDefinition>([]) : readParams(sink, record.params);
  const { tasks, broken } = readTasks(sink, types, record, data.defaults ?? {});
  return { definition: { ...topLevel(data), extensions, params, tasks }, broken };
}

function topLevel(data: WorkflowInput): Omit<WorkflowDefinition, 'extensions' | 'params' | 'tasks'> {
  const { description, timeout } = data;
  return {
    apiVersion: 'v1',
    kind: 'Workflow',
    name: data.name ?? '',
    project: data.project ?? 'default',
    ...(description === undefined ? {} : { description }),
    labels: bareRecord(Object.entries(data.labels ?? {})),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    priority: data.priority ?? 'medium',
    timezone: data.timezone !== undefined && isZoneName(data.timezone) ? data.timezone : 'UTC',
    failureStrategy: data.failureStrategy ?? 'continue',
  };
}

function readTasks(
  sink: ProblemSink,
  types: TaskTypeRegister,
  record: JsonRecord,
  defaults: Partial<DefaultsInput>,
): { readonly tasks: Record<string, TaskDefinition>; readonly broken: ReadonlySet<string> } {
  const path = ['tasks'];
  const tasks = bareRecord<TaskDefinition>([]);
  const broken = new Set<string>();
  const written = record.tasks ?? undefined;
  const named = written === undefined ? {} : asRecord(written, { sink, path });
  const count = Object.keys(named).length;
  if (count > INPUT_LIMITS.tasks) {
    const message = `The workflow has ${count} tasks: at most ${INPUT_LIMITS.tasks} are allowed.`;
    sink.add('TOO_MANY_TASKS', path, message, { hint: 'split the workflow' });
    return { tasks, broken };
  }
  if (count === 0 && (written === undefined || isRecord(written))) {
    sink.add('NO_TASKS', path, 'The workflow has no tasks.', {
      hint: 'write at least one task under tasks:',
    });
  }
  for (const [name, value] of readNamed(sink, path, named, taskNameSchema)) {
    const task = readTask({ sink, types, defaults }, [...path, name], value);
    tasks[name] = task.definition;
    for (const key of task.broken) broken.add(`${name}/${key}`);
  }
  return { tasks, broken };
}

function refuseFutureKeys(sink: ProblemSink, record: JsonRecord, data: WorkflowInput): void {
  refuseKeys(sink, [], record, FUTURE_WORKFLOW_KEYS);
  const { concurrency } = data;
  if (concurrency && (concurrency.policy !== 'parallel' || Object.keys(concurrency).length > 1)) {
    const hint = 'leave it out: runs of a workflow run side by side';
    sink.add(NOT_YET_SUPPORTED, ['concurrency'], notYetSupported("'concurrency'"), { hint, part: 'key' });
  }
  refuseAlertAction(sink, [], record);
  if (isRecord(record.defaults)) refuseAlertAction(sink, ['defaults'], record.defaults);
}

function checkTimezone(sink: ProblemSink, zone: string | undefined): void {
  if (zone === undefined || isZoneName(zone)) return;
  const message = `${quoteText(zone)} is not the IANA name of a time zone.`;
  sink.add('INVALID_TIMEZONE', ['timezone'], message, { hint: 'write for example Europe/Berlin or UTC' });
}

function isZoneName(zone: string): boolean {
  try {
    return /^[A-Za-z]/.test(zone) && checkedZone(zone) !== '';
  } catch {
    return false;
  }
}
