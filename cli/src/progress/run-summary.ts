import type { Attempt, Run, TaskRunItem } from '@millrace/api-contract';
import type { Painter } from '../output/colours.js';
import { neutralise, plainLine } from '../output/escapes.js';
import { stateText } from '../output/states.js';
import { spanText } from '../output/times.js';

/** Failed task runs that are told in full; the rest are only counted. */
const TOLD = 3;
const TAIL_LINES = 20;

/** The error of a task run, else that of its newest attempt. */
export function errorOf(task: TaskRunItem): Attempt['error'] {
  return task.error ?? task.attempts.at(-1)?.error;
}

/** The last lines of the log of the newest attempt that has them. */
export function logTailOf(task: TaskRunItem): readonly string[] {
  const tails = [task.error?.logTail, ...task.attempts.toReversed().map(({ error }) => error?.logTail)];
  return (tails.find((lines) => lines !== undefined) ?? []).slice(-TAIL_LINES);
}

const failedOf = (tasks: readonly TaskRunItem[]): readonly TaskRunItem[] =>
  tasks.filter(({ state, allowed }) => !allowed && (state === 'failed' || state === 'killed'));

function failureLines(task: TaskRunItem, paint: Painter): readonly string[] {
  const error = errorOf(task);
  const number = task.attempts.at(-1)?.number;
  const attempt = number === undefined || number < 2 ? '' : ` after ${String(number)} attempts`;
  const [first = '', ...more] = (error?.message ?? '').split('\n').map(neutralise);
  const code = error === undefined ? '' : `: ${paint('red', neutralise(error.code))} ${first}`;
  return [
    '',
    `${stateText(task.state, paint)} ${paint('bold', neutralise(task.task))}${attempt}${code}`,
    ...more,
    ...logTailOf(task).map((line) => `  ${paint('dim', '│')} ${plainLine(line)}`),
  ];
}

/** How the run ended, and what failed: code, message and the last lines of the log. */
export function summaryLines(
  run: Run,
  tasks: readonly TaskRunItem[],
  now: number,
  paint: Painter,
): readonly string[] {
  const because = run.because === undefined ? '' : `, because of ${neutralise(run.because)}`;
  const head = `${stateText(run.state, paint)} after ${spanText(run.startedAt, run.endedAt, now)}${because}`;
  const failed = failedOf(tasks);
  const told = failed.slice(0, TOLD).flatMap((task) => failureLines(task, paint));
  const more = failed.length - TOLD;
  return [
    `Run ${neutralise(run.id)} of ${neutralise(`${run.project}/${run.workflow}`)} ${head}`,
    ...told,
    ...(more > 0 ? ['', `and ${String(more)} more task runs that failed`] : []),
  ];
}

/** The command that shows the log of the first task run that failed; undefined where there is none. */
export function logCommand(run: Run, tasks: readonly TaskRunItem[]): string | undefined {
  const failed = failedOf(tasks).find(({ attempts }) => attempts.length > 0);
  return failed === undefined ? undefined : `millrace run logs ${run.id} ${failed.task}`;
}

/** The command to type next after a run on a server has ended; undefined where there is nothing to look into. */
export function nextCommand(run: Run, tasks: readonly TaskRunItem[]): string | undefined {
  return logCommand(run, tasks) ?? (run.state === 'failed' ? `millrace run get ${run.id}` : undefined);
}
