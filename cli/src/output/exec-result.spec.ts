import { describe, expect, it } from 'vitest';
import { aFailedTaskRun, aRun } from '../../testing/fixtures.js';
import { execResult } from './exec-result.js';

describe('the result of exec', () => {
  it('has the fields that the format names, in both parts, and no others', () => {
    const { run, taskRuns } = execResult({
      run: aRun(),
      tasks: [{ ...aFailedTaskRun('a', ['x']), reason: 'r' }],
    });
    expect(Object.keys(run).join(' ')).toBe(
      'id project workflow version state round params startedAt endedAt',
    );
    expect(Object.keys(taskRuns[0] ?? {}).join(' ')).toBe(
      'task state allowed reason attempts outputs startedAt endedAt',
    );
    expect(Object.keys(taskRuns[0]?.attempts[0] ?? {}).join(' ')).toBe(
      'number state worker startedAt endedAt exitCode error',
    );
  });

  it('leaves out what is not there', () => {
    const [task] = execResult({
      run: aRun(),
      tasks: [{ ...aFailedTaskRun('a', []), attempts: [] }],
    }).taskRuns;
    expect(task).not.toHaveProperty('reason');
  });

  it('tells a failure that no attempt tells', () => {
    const error = { code: 'EXPRESSION_ERROR', message: 'if: division by zero' };
    const failed = aFailedTaskRun('a', []);
    const of = (attempts: typeof failed.attempts) =>
      execResult({ run: aRun(), tasks: [{ ...failed, error, attempts }] }).taskRuns[0];
    expect(of([])).toMatchObject({ error });
    expect(of(failed.attempts)).not.toHaveProperty('error');
  });
});
