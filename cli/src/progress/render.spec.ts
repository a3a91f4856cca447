import { describe, expect, it } from 'vitest';
import { after, anEvent, RUN_ID } from '../../testing/fixtures.js';
import { coloured, plain } from '../output/colours.js';
import { textWidth } from '../output/text-width.js';
import { changeLine } from './render-change.js';
import { progressBar, renderWindow } from './render-window.js';
import { RunView } from './run-view.js';

const NOW = Date.parse(after(12_000));

/** A run of so many tasks, of which these are running and these have failed. */
function busyRun(taskCount: number, running: number, failed = 0): RunView {
  const view = new RunView(RUN_ID, 'retail/daily-sales', taskCount);
  view.apply(anEvent('RunStarted', 0));
  for (let index = 0; index < running; index += 1) {
    view.apply(anEvent('AttemptRunning', 2000, { task: `task-${String(index)}`, attempt: 1 }));
  }
  for (let index = 0; index < failed; index += 1) {
    const data = { code: 'EXIT_CODE', message: 'It ended\nwith exit code 1.' };
    view.apply(anEvent('TaskFailed', 3000, { task: `bad-${String(index)}`, data }));
  }
  return view;
}

describe('the window', () => {
  it('shows state, bar, counters, what failed and what runs', () => {
    const lines = renderWindow(busyRun(4, 1, 1), { columns: 80, rows: 24 }, NOW, plain);
    expect(lines).toEqual([
      `retail/daily-sales  ${RUN_ID}  ● running  12s`,
      '███████░░░░░░░░░░░░░░░░░░░░░░░  1/4',
      '✖ failed 1  ● running 1  ○ waiting 2',
      '  bad-0   ✖ failed      9.0s  It ended with exit code 1.',
      '  task-0  ● running     10s',
    ]);
  });

  it('is never higher than the terminal, less the line of the cursor', () => {
    for (const rows of [2, 3, 4, 5, 6, 24]) {
      const lines = renderWindow(busyRun(100, 60), { columns: 80, rows }, NOW, plain);
      expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 1));
    }
  });

  it('says how many it does not show', () => {
    const lines = renderWindow(busyRun(100, 60), { columns: 80, rows: 10 }, NOW, plain);
    expect(lines.at(-1)).toBe('  and 55 more');
    expect(lines).toHaveLength(9);
  });

  it('is never wider than the terminal', () => {
    for (const columns of [10, 21, 40]) {
      const lines = renderWindow(busyRun(9, 3, 3), { columns, rows: 24 }, NOW, coloured);
      expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(columns);
    }
  });

  it('shows names of others harmlessly', () => {
    const view = new RunView('\u001b]0;x\u0007', 'a\u001b[2J', 1);
    view.apply(anEvent('AttemptRunning', 1, { task: '\u001b[31mred' }));
    expect(renderWindow(view, { columns: 80, rows: 24 }, NOW, plain).join('\n')).not.toContain('\u001b');
  });

  it('has a bar that is full only when all have ended', () => {
    expect(progressBar(0, 0, 80)).toContain('░'.repeat(30));
    expect(progressBar(999, 1000, 80)).toContain('░');
    expect(progressBar(1000, 1000, 80)).toBe(`${'█'.repeat(30)}  1000/1000`);
  });
});

describe('a line for a change', () => {
  function lineFor(type: string, changes: Parameters<typeof anEvent>[2]): string | undefined {
    const view = new RunView(RUN_ID, 'retail/daily-sales', 2);
    const event = anEvent(type, 480, changes);
    const change = view.apply(event);
    return change && changeLine(view, change, Date.parse(event.at), plain);
  }

  it('has the time, the task and its state', () => {
    expect(lineFor('AttemptRunning', { task: 'a', attempt: 2, data: { worker: 'w1' } })).toBe(
      '03:12:07.480Z  a ● running  attempt 2, on w1',
    );
  });

  it('tells why a task failed, on one line', () => {
    const data = { code: 'EXIT_CODE', message: 'It ended\nwith\u001b[2J exit code 1.' };
    expect(lineFor('TaskFailed', { task: 'a', data })).toBe(
      '03:12:07.480Z  a ✖ failed  EXIT_CODE: It ended with␛[2J exit code 1.',
    );
  });

  it('tells the run, and what ended it', () => {
    expect(lineFor('RunFailed', { data: { because: 'a' } })).toBe(
      '03:12:07.480Z  run retail/daily-sales ✖ failed  because of a',
    );
  });

  it('is not written for steps between ready and running', () => {
    expect(lineFor('TaskQueued', { task: 'a', attempt: 1 })).toBeUndefined();
  });
});
