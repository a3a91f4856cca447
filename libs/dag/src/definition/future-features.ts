/** Known words of the format that are not built yet: read, then refused with `NOT_YET_SUPPORTED`, never ignored. */

/** Task types that the format or the design names. A type leaves this list when it is registered. */
export const FUTURE_TASK_TYPES: ReadonlySet<string> = new Set([
  'approval',
  'broadcast',
  'dependent',
  'docker',
  'emr',
  'flink',
  'hive',
  'java',
  'kafka',
  'kubernetes',
  'map',
  'map-reduce',
  'notebook',
  'procedure',
  'spark',
  'sql',
  'ssh',
  'sub-workflow',
  'wait',
  'workflow',
]);

/** Keys of the top level, whatever their value. */
export const FUTURE_WORKFLOW_KEYS = ['triggers', 'onSuccess', 'onFailure', 'onFinish'] as const;

/** Keys of a task, whatever their value. */
export const FUTURE_TASK_KEYS = ['taskGroup'] as const;

/** Names in expressions. */
export const FUTURE_EXPRESSION_ROOTS: ReadonlySet<string> = new Set(['secrets', 'event', 'shard', 'project']);

/** The code of all these refusals. */
export const NOT_YET_SUPPORTED = 'NOT_YET_SUPPORTED';

export function notYetSupported(what: string): string {
  return `${what} is described in the format, but this version does not support it yet.`;
}
