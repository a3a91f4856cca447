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

const TELL_IT = 'take it out: a last task with runIf: all-done can tell how the run ended';

/** Keys of the top level, whatever their value, and what to do without them. */
export const FUTURE_WORKFLOW_KEYS: ReadonlyMap<string, string> = new Map([
  ['triggers', 'take it out, and start runs with millrace run start or by the API'],
  ['onSuccess', TELL_IT],
  ['onFailure', TELL_IT],
  ['onFinish', TELL_IT],
]);

/** Keys of a task, whatever their value. */
export const FUTURE_TASK_KEYS: ReadonlyMap<string, string> = new Map([
  ['taskGroup', 'take it out: the task then waits for no slot'],
]);

const USE_OTHERS = 'use a parameter, or what run and tasks have';

/** Names in expressions. */
export const FUTURE_EXPRESSION_ROOTS: ReadonlyMap<string, string> = new Map([
  [
    'secrets',
    'let the script read it from a file of its machine: the value of a parameter is stored and shown',
  ],
  ['event', USE_OTHERS],
  ['shard', USE_OTHERS],
  ['project', USE_OTHERS],
]);

/** The code of all these refusals. */
export const NOT_YET_SUPPORTED = 'NOT_YET_SUPPORTED';

export function notYetSupported(what: string): string {
  return `${what} is described in the format, but this version does not support it yet.`;
}
