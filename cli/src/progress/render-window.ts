import type { Painter } from '../output/colours.js';
import { neutralise } from '../output/escapes.js';
import { COUNTER_ORDER, stateText } from '../output/states.js';
import { fitText, padText, textWidth } from '../output/text-width.js';
import { durationText } from '../output/times.js';
import type { RunView, TaskView } from './run-view.js';

export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

const BAR = 30;
const DONE = ['succeeded', 'skipped', 'allowed', 'failed', 'killed', 'upstream-failed'];
const SHOWN: readonly string[] = ['failed', 'killed', 'held', 'running', 'retrying', 'dispatched'];

/** `███████░░░░░  12/40`: how many task runs have ended. */
export function progressBar(done: number, total: number, columns: number): string {
  const width = Math.max(0, Math.min(BAR, columns - 20));
  const filled = total === 0 ? 0 : Math.floor((Math.min(done, total) / total) * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)}  ${String(done)}/${String(total)}`;
}

function counterLine(counts: ReadonlyMap<string, number>, paint: Painter): string {
  const parts = COUNTER_ORDER.filter((state) => (counts.get(state) ?? 0) > 0).map(
    (state) => `${stateText(state, paint)} ${String(counts.get(state))}`,
  );
  const allowed = counts.get('allowed') ?? 0;
  if (allowed > 0) parts.push(`${stateText('failed', paint, true)} ${String(allowed)}`);
  return parts.join('  ');
}

function taskLine(
  [name, task]: readonly [string, TaskView],
  width: number,
  now: number,
  paint: Painter,
): string {
  const attempt = task.attempt > 1 ? `  attempt ${String(task.attempt)}` : '';
  const note =
    task.failure === undefined ? '' : `  ${neutralise(task.failure.message.replaceAll('\n', ' '))}`;
  const state = padText(stateText(task.state, paint, task.allowed), 13);
  return `  ${padText(neutralise(name), width)}  ${state} ${durationText(now - task.since)}${attempt}${note}`;
}

function shownTasks(view: RunView): readonly (readonly [string, TaskView])[] {
  const ranked = [...view.tasks].filter(([, task]) => SHOWN.includes(task.state) && !task.allowed);
  return ranked.sort((a, b) => SHOWN.indexOf(a[1].state) - SHOWN.indexOf(b[1].state));
}

/**
 * The state of a run on a terminal: title, bar, counters, then what failed and what runs, as much as fits. Never more
 * lines than the terminal has, less one for the cursor, and none longer than it is wide.
 */
export function renderWindow(
  view: RunView,
  size: WindowSize,
  now: number,
  paint: Painter,
): readonly string[] {
  const counts = view.counts();
  const done = DONE.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  const elapsed = view.startedAt === undefined ? '' : durationText((view.endedAt ?? now) - view.startedAt);
  const head = [
    `${paint('bold', neutralise(view.workflow))}  ${neutralise(view.id)}  ${stateText(view.state, paint)}  ${elapsed}`,
    progressBar(done, Math.max(view.taskCount, view.tasks.size), size.columns),
    counterLine(counts, paint),
  ];
  const room = Math.max(0, size.rows - 1 - head.length);
  const tasks = shownTasks(view);
  const cut = tasks.length > room;
  const shown = tasks.slice(0, cut ? Math.max(0, room - 1) : room);
  const width = Math.max(0, ...shown.map(([name]) => textWidth(neutralise(name))));
  const lines = [...head, ...shown.map((task) => taskLine(task, Math.min(width, 40), now, paint))];
  if (cut && room > 0) lines.push(paint('dim', `  and ${String(tasks.length - shown.length)} more`));
  return lines.slice(0, Math.max(1, size.rows - 1)).map((line) => fitText(line, size.columns));
}
