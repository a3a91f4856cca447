import type { LogLines } from '@millrace/events';
import {
  FencedError,
  LogFullError,
  MemoryEventLog,
  UnknownOutcomeError,
  partitionOfKey,
} from '@millrace/events';
import type { LogFields } from '@millrace/telemetry';
import { Logger } from '@millrace/telemetry';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LogShipper } from './log-shipper.js';

class QuietLogger extends Logger {
  readonly said: string[] = [];
  override info(_fields: LogFields, message: string): void {
    this.said.push(`info ${message}`);
  }
  override warn(_fields: LogFields, message: string): void {
    this.said.push(`warn ${message}`);
  }
  override error(_fields: LogFields, message: string): void {
    this.said.push(`error ${message}`);
  }
  override child(): Logger {
    return this;
  }
}

const RUN = '01890000-0000-8000-8000-000000000001';
const OTHER = '01890000-0000-8000-8000-000000000002';

function message(first: number, run = RUN): LogLines {
  return { run, task: 'load', attempt: 1, first, lines: [[1, 'stdout', `line ${first}`]] };
}

describe('LogShipper', () => {
  let log: MemoryEventLog;
  let logger: QuietLogger;
  const waits: number[] = [];
  let shipper: LogShipper;
  beforeEach(() => {
    log = new MemoryEventLog({ partitions: { P: 4, L: 3 }, clock: () => 0 });
    logger = new QuietLogger();
    waits.length = 0;
    shipper = new LogShipper({ log, logger, wait: async (ms) => void waits.push(ms) });
  });

  async function stored(run = RUN): Promise<number[]> {
    const { records } = await log.read('task-logs', partitionOfKey(run, 3), 0, 1_000);
    return records.filter(({ value }) => value.run === run).map(({ value }) => value.first);
  }

  it('appends to the partition of the run, under the key of the attempt', async () => {
    await shipper.send(message(1), 100);
    const { records } = await log.read('task-logs', partitionOfKey(RUN, 3), 0, 10);
    expect(records).toMatchObject([{ key: `${RUN}/load/1`, value: message(1) }]);
  });

  it('keeps one append on its way and puts what gathers meanwhile into the next', async () => {
    const append = vi.spyOn(log, 'append');
    await Promise.all([1, 2, 3, 4].map((first) => shipper.send(message(first), 100)));
    expect(append.mock.calls.map(([, records]) => records.length)).toEqual([1, 3]);
    expect(await stored()).toEqual([1, 2, 3, 4]);
  });

  it('bounds an append', async () => {
    const append = vi.spyOn(log, 'append');
    await Promise.all([1, 2, 3, 4, 5].map((first) => shipper.send(message(first), 65_536)));
    expect(append.mock.calls.map(([, records]) => records.length)).toEqual([1, 2, 2]);
  });

  it('sends a message that is larger than that alone', async () => {
    await Promise.all([1, 2].map((first) => shipper.send(message(first), 300_000)));
    expect(await stored()).toEqual([1, 2]);
  });

  it('tries the same messages again, in order, ever slower, until the log takes them', async () => {
    const append = vi.spyOn(log, 'append');
    for (let index = 0; index < 8; index += 1)
      append.mockRejectedValueOnce(new LogFullError('The disk is full.'));
    await Promise.all([1, 2].map((first) => shipper.send(message(first), 100)));
    expect(await stored()).toEqual([1, 2]);
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    expect(logger.said).toHaveLength(8);
  });

  it('may store a message twice when it does not know the outcome', async () => {
    const append = vi.spyOn(log, 'append');
    const real = MemoryEventLog.prototype.append.bind(log);
    append.mockImplementationOnce(async (topic, records) => {
      await real(topic, records);
      throw new UnknownOutcomeError('Timed out.');
    });
    await shipper.send(message(1), 100);
    expect(await stored()).toEqual([1, 1]);
  });

  it('refuses all messages of an attempt once one was refused for good, and no others', async () => {
    vi.spyOn(log, 'append').mockRejectedValueOnce(new FencedError('No.'));
    const [first, second, other] = [message(1), message(2), message(1, OTHER)].map((each) =>
      shipper.send(each, 100),
    );
    await expect(first).rejects.toMatchObject({ code: 'FENCED' });
    await expect(second).rejects.toMatchObject({ code: 'FENCED' });
    await other;
    expect(await stored()).toEqual([]);
    expect(await stored(OTHER)).toEqual([1]);
  });
});
