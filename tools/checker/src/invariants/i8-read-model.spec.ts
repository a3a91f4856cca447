import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, RUN, done, runSucceeded } from '../../testing/index.js';
import type { RowDifference } from '../beside/beside.js';
import { readModelFolds } from './i8-read-model.js';

const log = new LogBuilder(workflow({ a: [] })).start([...done('a'), runSucceeded()]);

function violations(...found: readonly RowDifference[]): Promise<readonly string[]> {
  const differences = async function* () {
    yield* found;
  };
  return log.violations({ invariants: [readModelFolds], readModel: { differences } });
}

describe('I8', () => {
  it('passes a read model that is as the log makes it', async () => {
    expect(await violations()).toEqual([]);
  });

  it('catches every row that differs, with its run and task', async () => {
    const row = { run: RUN, task: 'a', partition: 0, sentence: 'In the read model state is "failed".' };
    expect(await violations(row, { sentence: 'There are more rows.' })).toEqual(['I8 a -', 'I8 - -']);
  });
});
