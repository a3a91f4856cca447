import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, RUN, dispatched, event, queued } from '../../testing/index.js';
import { Journal } from '../beside/journal.js';
import { overlap } from './i11-overlap.js';

const line = (happened: 'start' | 'end', attempt: number): string =>
  JSON.stringify({ run: RUN, task: 'a', attempt, pid: 100 + attempt, event: happened, at: 0 });

function violations(
  lines: readonly string[],
  onWorkerLost: 'rerun' | 'rerun-after-grace' = 'rerun-after-grace',
) {
  const lost = event('AttemptLost', { task: 'a', attempt: 1, reason: 'x' });
  const log = new LogBuilder(workflow({ a: { onWorkerLost } })).start([queued('a'), dispatched('a'), lost]);
  return log.violations({ invariants: [overlap], journal: Journal.of(lines) });
}

describe('I11', () => {
  it('passes attempts that follow each other', async () => {
    expect(await violations([line('start', 1), line('end', 1), line('start', 2), line('end', 2)])).toEqual(
      [],
    );
  });

  it('takes an attempt without an end, such as a killed one, for ended', async () => {
    expect(await violations([line('start', 1), line('start', 2), line('end', 2)])).toEqual([]);
  });

  it('catches an attempt that starts while another runs', async () => {
    expect(await violations([line('start', 1), line('start', 2), line('end', 1), line('end', 2)])).toEqual([
      'I11 a -',
    ]);
  });

  it('allows it where lost workers mean a rerun at once', async () => {
    expect(await violations([line('start', 1), line('start', 2), line('end', 1)], 'rerun')).toEqual([]);
  });
});
