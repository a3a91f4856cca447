import type { WorkerHeartbeat } from '@millrace/events';
import { MemoryEventLog } from '@millrace/events';
import { describe, expect, it } from 'vitest';
import { WorkerView } from './worker-view.js';

const SAID: WorkerHeartbeat = {
  worker: 'w1',
  incarnation: 'i1',
  groups: ['default'],
  lane: 0,
  slots: 4,
  lightSlots: 100,
  busy: 0,
  lightBusy: 0,
  state: 'ready',
  at: 0,
  guard: 'process-group',
  startedAt: 0,
};
const IDLE = { cpu: 0, memoryUsed: 0, memoryTotal: 8e9, diskFree: 5e10, diskTotal: 1e11 };

/** What is shown after these heartbeats. */
async function shownAfter(...said: readonly Partial<WorkerHeartbeat>[]) {
  const log = new MemoryEventLog({ partitions: { P: 4, L: 1 }, clock: () => 0 });
  const view = new WorkerView(log);
  await view.onModuleInit();
  await log.append(
    'heartbeats',
    said.map((change) => ({ partition: 0, key: 'w1', value: { ...SAID, ...change } })),
  );
  view.onModuleDestroy();
  return view.all();
}

describe('what is shown of a worker', () => {
  it('is its last load, with a score', async () => {
    const shown = await shownAfter({ load: { ...IDLE, cpu: 1 } }, { load: IDLE });
    expect(shown).toMatchObject([{ load: IDLE, score: 100 }]);
  });

  it('has a score by its slots alone where it told no load', async () => {
    const [shown] = await shownAfter({ busy: 2 });
    expect(shown).toMatchObject({ score: 50 });
    expect(shown).not.toHaveProperty('load');
    expect(shown).not.toHaveProperty('overloaded');
  });

  it('takes attempts without processes for none of its slots', async () => {
    expect(await shownAfter({ load: IDLE, busy: 50, lightBusy: 50 })).toMatchObject([{ score: 100 }]);
  });

  it('names what it is overloaded by', async () => {
    const load = { ...IDLE, cpu: 0.99 };
    expect(await shownAfter({ load, overloaded: ['cpu'] })).toMatchObject([
      { overloaded: ['cpu'], score: 70 },
    ]);
  });

  it.each(['draining', 'gone'] as const)('has no score when it is %s', async (state) => {
    const [shown] = await shownAfter({ load: IDLE, state });
    expect(shown).toMatchObject({ load: IDLE, state });
    expect(shown).not.toHaveProperty('score');
  });
});
