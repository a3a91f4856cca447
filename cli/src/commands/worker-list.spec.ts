import type { WorkerItem } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { after } from '../../testing/fixtures.js';
import { painterFor } from '../output/colours.js';
import { renderTable } from '../output/table.js';
import { workerColumns } from './worker-list.js';

const WORKER: WorkerItem = {
  worker: 'w1',
  incarnation: 'i1',
  groups: ['default', 'gpu'],
  slots: 16,
  lightSlots: 256,
  busy: 3,
  state: 'ready',
  guard: 'process-group',
  startedAt: after(0),
  heardAt: after(3000),
};

/** What stands in these columns, for each worker. */
function cells(titles: readonly string[], ...workers: readonly Partial<WorkerItem>[]) {
  const columns = workerColumns(painterFor('never', {}, false)).filter(({ title }) => titles.includes(title));
  return workers.map((change) => columns.map(({ cell }) => cell({ ...WORKER, ...change })));
}

describe('the table of workers', () => {
  it('has a line for each, with titles', () => {
    const lines = renderTable([WORKER], workerColumns(painterFor('never', {}, false)), { headers: true });
    expect(lines[0]?.split(/ +/)).toEqual(
      'WORKER STATE GROUPS BUSY SCORE CPU MEM GUARD STARTED HEARD'.split(' '),
    );
    expect(lines[1]).toMatch(/^w1 +✔ ready +default, gpu +3\/16 +process-group +2026/);
  });

  it('shows score, cpu and memory, and nothing where they are not known', () => {
    const load = { cpu: 0.374, memoryUsed: 6 * 1024 ** 3, memoryTotal: 8 * 1024 ** 3 };
    expect(
      cells(['SCORE', 'CPU', 'MEM'], { score: 71, load }, { score: 50 }, { load: { memoryUsed: 5 } }),
    ).toEqual([
      ['71', '37%', '75%'],
      ['50', '', ''],
      ['', '', ''],
    ]);
  });

  it('says of what a worker has too little', () => {
    expect(cells(['STATE'], { overloaded: ['cpu', 'diskFree'] }, { overloaded: [] })).toEqual([
      ['✔ ready, overloaded: cpu, diskFree'],
      ['✔ ready'],
    ]);
  });
});
