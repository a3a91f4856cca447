import type { TaskDispatch } from '@millrace/events';

/** What names an attempt in journal, outbox and memory. */
export interface AttemptName {
  readonly run: string;
  readonly task: string;
  readonly attempt: number;
}

export function attemptKey({ run, task, attempt }: AttemptName): string {
  return `${run}/${task}/${attempt}`;
}

export function nameOf({ run, task, attempt }: TaskDispatch): AttemptName {
  return { run: run.id, task, attempt };
}
