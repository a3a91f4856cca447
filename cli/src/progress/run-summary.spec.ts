import { describe, expect, it } from 'vitest';
import { aFailedTaskRun, aRun, aTaskRun, RUN_ID } from '../../testing/fixtures.js';
import { plain } from '../output/colours.js';
import { nextCommand, summaryLines } from './run-summary.js';

const FAILED = aRun({ state: 'failed', because: 'load' });

describe('the summary of a run', () => {
  it('says how it ended and how long it took', () => {
    expect(summaryLines(aRun(), [aTaskRun('a')], 0, plain)).toEqual([
      `Run ${RUN_ID} of retail/daily-sales ✔ succeeded after 1m05s`,
    ]);
  });

  it('tells code, message and the last 20 lines of the log of what failed', () => {
    const log = Array.from({ length: 25 }, (_, index) => `line ${String(index + 1)}`);
    const lines = summaryLines(FAILED, [aTaskRun('a'), aFailedTaskRun('load', log)], 0, plain);
    expect(lines[0]).toContain('✖ failed after 1m05s, because of load');
    expect(lines[2]).toBe('✖ failed load: EXIT_CODE The script ended with exit code 2.');
    expect(lines.slice(3)).toEqual(log.slice(5).map((line) => `  │ ${line}`));
  });

  it('shows log lines without escape sequences', () => {
    const lines = summaryLines(
      FAILED,
      [aFailedTaskRun('load', ['\u001b]0;x\u0007\u001b[31mred\r'])],
      0,
      plain,
    );
    expect(lines.at(-1)).toBe('  │ red');
  });

  it('counts what it does not tell, and leaves out allowed failures', () => {
    const tasks = ['a', 'b', 'c', 'd', 'e'].map((task) => aFailedTaskRun(task, []));
    const lines = summaryLines(FAILED, [...tasks, { ...aFailedTaskRun('f', []), allowed: true }], 0, plain);
    expect(lines.at(-1)).toBe('and 2 more task runs that failed');
  });
});

describe('the next command', () => {
  it('shows the log of what failed', () => {
    expect(nextCommand(FAILED, [aFailedTaskRun('load', [])])).toBe(`millrace run logs ${RUN_ID} load`);
  });

  it('shows the run when nothing has a log', () => {
    expect(nextCommand(FAILED, [aTaskRun('a', { state: 'upstream-failed', attempts: [] })])).toBe(
      `millrace run get ${RUN_ID}`,
    );
  });

  it('is not needed after success', () => {
    expect(nextCommand(aRun(), [aTaskRun('a')])).toBeUndefined();
  });
});
