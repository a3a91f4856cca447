import type { ProjectionStatus } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { plain } from './colours.js';
import { projectionLines } from './projection-forms.js';

const STATUS: ProjectionStatus = {
  stale: false,
  lag: 3,
  partitions: [
    { partition: 0, offset: 120, projected: 117, lag: 3 },
    { partition: 1, offset: 9, projected: 9, lag: 0 },
  ],
};

const lines = (changes: Partial<ProjectionStatus> = {}) =>
  projectionLines({ ...STATUS, ...changes }, plain, true);

describe('the status of the projection', () => {
  it('is a few fields, then a line a partition', () => {
    expect(lines()).toEqual([
      'Read model  current',
      'Lag         3 records',
      '',
      'PARTITION  LOG  PROJECTED  LAG',
      '0          120  117        3',
      '1          9    9          0',
    ]);
  });

  it('says why the read model is stale, harmless for a terminal', () => {
    const [first, second] = lines({ stale: true, reason: 'the \u001b[31mdisk' });
    expect([first, second]).toEqual(['Read model  stale', expect.not.stringContaining('\u001b')]);
  });

  it('says what a rebuild has done', () => {
    const partitions = STATUS.partitions.map((partition) => ({ ...partition, rebuilt: 5 }));
    const told = lines({ partitions, rebuild: { state: 'running', done: 10, of: 129 } });
    expect(told).toContain('Rebuild     running, 10 of 129 records');
    expect(told.at(-2)).toMatch(/^0 .* 5$/);
    expect(lines({ rebuild: { state: 'done' } })).toContain('Rebuild     done');
    expect(lines({ rebuild: { state: 'failed', detail: 'why' } })).toContain('Rebuild     failed: why');
  });
});
