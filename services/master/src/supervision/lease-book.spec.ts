import type { EventLog } from '@millrace/events';
import { LogUnreachableError, MemoryEventLog } from '@millrace/events';
import { MemoryRegistry, RegistryUnavailableError } from '@millrace/registry';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.js';
import { SilentLogger } from '../../testing/silent-logger.js';
import { heartbeat } from '../../testing/test-master.js';
import type { LeaseBookDeps } from './lease-book.js';
import { LeaseBook } from './lease-book.js';

const W1 = { worker: 'w1', incarnation: 'w1-1' };

let clock: FakeClock;
let log: EventLog;
let registry: MemoryRegistry;
let book: LeaseBook;
let lost: string[];
let silent: string[];
let past: string[];
let beat: number;

beforeEach(async () => {
  clock = new FakeClock();
  log = new MemoryEventLog({ partitions: { P: 4, L: 1 }, clock: () => clock.now() });
  registry = new MemoryRegistry(() => clock.monotonic());
  [lost, silent, past, beat] = [[], [], [], 0];
  book = new LeaseBook(deps());
  await book.start();
  await look(2);
});

function deps(): LeaseBookDeps {
  return {
    log,
    registry,
    clock,
    logger: new SilentLogger(),
    named: () => [W1],
    onHeartbeat: () => undefined,
    onPast: (records) => past.push(...records.map(({ value }) => value.incarnation)),
    onLost: ({ incarnation }) => lost.push(incarnation),
    onSilent: (incarnation) => silent.push(incarnation),
  };
}

/** The master looks once a second. */
async function look(seconds: number, each: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    clock.pass(1000);
    await each();
    await book.look();
  }
}

const byLog = () => log.append('heartbeats', [{ partition: 0, key: 'w1', value: heartbeat({ ...W1 }) }]);
const byRegistry = () =>
  registry.renew({ kind: 'worker', name: 'w1', incarnation: 'w1-1', beat: (beat += 1), data: {} }, 15_000);

describe('the leases of workers (L41)', () => {
  it.each([
    ['the log', byLog],
    ['the registry', byRegistry],
  ] as const)('are renewed by %s alone', async (_way, renew) => {
    await look(60, renew);
    expect([lost, silent]).toEqual([[], []]);
  });

  it('are lost where neither shows a renewal', async () => {
    await look(5, byLog);
    await look(19);
    expect(lost).toEqual([]);
    await look(1);
    expect(lost).toEqual(['w1-1']);
  });

  it('are silent before: a worker gets nothing new once it was not heard for a lease', async () => {
    await look(5, byLog);
    await look(14);
    expect(silent).toEqual([]);
    await look(1);
    expect([silent, lost]).toEqual([['w1-1'], []]);
  });

  it('are not renewed by an entry that only stands there, as in a store that was put back', async () => {
    await look(1, byRegistry);
    await look(40, () =>
      registry.renew({ kind: 'worker', name: 'w1', incarnation: 'w1-1', beat, data: {} }, 3_600_000),
    );
    expect(lost).toContain('w1-1');
  });

  it('are not lost while the registry is down', async () => {
    vi.spyOn(registry, 'members').mockRejectedValue(new RegistryUnavailableError('No connection.'));
    await look(100);
    expect(lost).toEqual([]);
  });

  it('are not lost while the log does not answer', async () => {
    vi.spyOn(log, 'bounds').mockRejectedValue(new LogUnreachableError('No broker.'));
    await look(100);
    expect(lost).toEqual([]);
  });

  it('are not lost where this master stood still', async () => {
    await look(1, byLog);
    clock.pass(60_000);
    await book.look();
    expect(lost).toEqual([]);
    await look(19);
    expect(lost).toEqual([]);
  });

  it('are not renewed by heartbeats of before, which are told all the same', async () => {
    await byLog();
    await byLog();
    const later = new LeaseBook(deps());
    past = [];
    await later.start();
    expect(past).toEqual(['w1-1', 'w1-1']);
    later.close();
  });
});
