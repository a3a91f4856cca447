import type { Painter } from '../output/colours.js';
import { neutralise } from '../output/escapes.js';
import { stateText } from '../output/states.js';
import { timeOfDay } from '../output/times.js';
import type { Change, RunView, TaskView } from './run-view.js';

/** Steps between ready and running that a line each would only bury the rest. */
const QUIET = new Set(['queued', 'dispatched']);

function detailOf(task: TaskView): string {
  const parts = [
    task.attempt > 1 ? `attempt ${String(task.attempt)}` : '',
    task.state === 'running' && task.worker !== undefined ? `on ${task.worker}` : '',
    task.failure !== undefined && ['failed', 'retrying'].includes(task.state)
      ? `${task.failure.code}: ${task.failure.message}`
      : (task.reason ?? ''),
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `  ${neutralise(parts.join(', ').replaceAll('\n', ' '))}`;
}

/** One line for a change, with the time of day at which it happened; undefined for steps not worth a line. */
export function changeLine(view: RunView, change: Change, at: number, paint: Painter): string | undefined {
  const time = paint('dim', timeOfDay(at));
  if (change.kind === 'run') {
    const because =
      view.endedAt === undefined || view.because === undefined ? '' : `  because of ${view.because}`;
    return `${time}  run ${neutralise(view.workflow)} ${stateText(view.state, paint)}${neutralise(because)}`;
  }
  if (QUIET.has(change.task.state)) return undefined;
  const state = stateText(change.task.state, paint, change.task.allowed);
  return `${time}  ${neutralise(change.name)} ${state}${detailOf(change.task)}`;
}
