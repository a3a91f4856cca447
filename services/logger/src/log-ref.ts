import type { LogRef } from '@millrace/blobs';

/** Text or numbers that name no log. */
export class LogRefError extends Error {
  override readonly name = 'LogRefError';
  readonly code = 'INVALID_LOG_REF';
  readonly retryable = false;
}

const RUN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TASK = /^[A-Za-z_][A-Za-z0-9_-]{0,126}$/;

/** Folder of all logs in the blob store. */
const LOGS = 'logs';

/** Folder of a run's logs. Throws LogRefError for what is no run id. */
export function folderOfRun(run: string): string {
  if (!RUN.test(run)) refuse('run', run, 'a UUID in small letters');
  return `${LOGS}/${run}`;
}

/** Folder of an attempt's log. Throws LogRefError. */
export function folderOfLog({ run, task, attempt }: LogRef): string {
  if (!TASK.test(task)) refuse('task', task, 'a task name');
  if (!Number.isSafeInteger(attempt) || attempt < 1)
    refuse('attempt', String(attempt), 'a whole number from 1 on');
  return `${folderOfRun(run)}/${[...caseOf(task), attempt].join('.')}`;
}

/** Two names that differ in case only are two folders, also on file systems that do not tell them apart. */
function caseOf(task: string): readonly string[] {
  const small = task.toLowerCase();
  if (small === task) return [task];
  const capitals = [...task].map((letter, index) => (letter === small[index] ? '0' : '1')).join('');
  return [small, BigInt(`0b${capitals}`).toString(16)];
}

function refuse(field: string, given: string, expected: string): never {
  const shown = JSON.stringify(given.length > 80 ? `${given.slice(0, 80)}…` : given);
  throw new LogRefError(`There is no log of ${field} ${shown}: expected ${expected}.`);
}
