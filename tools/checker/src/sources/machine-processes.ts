import { setTimeout as pass } from 'node:timers/promises';
import { processEnvironments } from '@millrace/tasks/processes';
import type { AttemptProcess, AttemptProcesses } from '../beside/beside.js';

/** Seconds within which what was told to end must be gone. */
const GRACE_MS = 5_000;

/** The processes of this machine, by the variables that the worker gives to scripts. */
export const machineProcesses: AttemptProcesses = {
  running: () => [...attemptsOf(processEnvironments())],
  grace: () => pass(GRACE_MS),
};

function* attemptsOf(processes: ReturnType<typeof processEnvironments>): Iterable<AttemptProcess> {
  for (const { pid, environment } of processes) {
    const attempt = attemptOf(environment);
    if (attempt) yield { pid, ...attempt };
  }
}

/** The attempt whose marks an environment bears; undefined: none. */
export function attemptOf(environment: string): Omit<AttemptProcess, 'pid'> | undefined {
  const values = new Map(environment.split('\0').map(pairOf));
  const run = values.get('MILLRACE_RUN_ID');
  const task = values.get('MILLRACE_TASK');
  const attempt = Number(values.get('MILLRACE_ATTEMPT'));
  if (run === undefined || task === undefined || !Number.isInteger(attempt)) return undefined;
  return { run, task, attempt };
}

function pairOf(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}
