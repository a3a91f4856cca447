import { describe, expect, it } from 'vitest';
import {
  WORKER,
  dispatch,
  due,
  failed,
  killed,
  later,
  running,
  stateAfter,
  workflow,
} from '../../testing/index.js';
import { stopRun } from './commands/stop-run.js';
import { pendingKills } from './pending-kills.js';

const kill = (task: number, cause: string) => ({
  effect: 'StopTask',
  task,
  attempt: 1,
  worker: WORKER,
  cause,
});

describe('pendingKills', () => {
  const end = workflow(
    { a: [], b: [], cleanup: { needs: ['a'], runIf: 'always' } },
    { failureStrategy: 'end' },
  );
  const failing = [dispatch('a'), dispatch('b'), failed('a'), dispatch('cleanup')] as const;

  it('are none while nothing was asked', () => {
    expect(pendingKills(stateAfter(end, [dispatch('a'), running('a')]))).toEqual([]);
  });

  it('leave clean-up alone that starts while the run is failing', () => {
    expect(pendingKills(stateAfter(end, failing))).toEqual([kill(1, 'run-failing')]);
  });

  it('are over with the attempt', () => {
    expect(pendingKills(stateAfter(end, [...failing, killed('b')]))).toEqual([]);
  });

  it('include clean-up once the run is stopped', () => {
    expect(pendingKills(stateAfter(end, [...failing, stopRun({})]))).toEqual([
      kill(1, 'run-stopped'),
      kill(2, 'run-stopped'),
    ]);
  });

  it('include what is overdue', () => {
    const limited = workflow({ a: { timeoutMs: 1000 } });

    expect(pendingKills(stateAfter(limited, [dispatch('a'), running('a'), later(26_000), due('a')]))).toEqual(
      [kill(0, 'overdue')],
    );
  });
});
