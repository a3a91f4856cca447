import type { LogLine, LogLines } from '@millrace/events';
import { FencedError, LogFullError, MemoryEventLog } from '@millrace/events';
import { Clock } from '@millrace/nest-kit';
import { PinoLogger } from '@millrace/telemetry';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AttemptLog } from './attempt-log.js';
import { DEFAULT_LOG_LIMITS } from './log-limits.js';
import { LogShipper } from './log-shipper.js';
import { LogShipping } from './log-shipping.js';

class StepClock extends Clock {
  time = 1_000;
  override now(): number {
    return this.time;
  }
  override monotonic(): number {
    return this.time;
  }
}

const RUN = '01890000-0000-8000-8000-000000000001';
const ATTEMPT = { run: RUN, task: 'load', attempt: 2 };
const quiet = PinoLogger.create({ service: 'test', level: 'silent' });

describe('AttemptLog', () => {
  let log: MemoryEventLog;
  let clock: StepClock;
  beforeEach(() => {
    log = new MemoryEventLog({ partitions: { P: 4, L: 1 }, clock: () => 0 });
    clock = new StepClock();
  });

  function open(): AttemptLog {
    const shipper = new LogShipper({ log, logger: quiet, wait: () => Promise.resolve() });
    return new AttemptLog({
      ...ATTEMPT,
      shipper,
      clock,
      limits: DEFAULT_LOG_LIMITS,
      spoolFolder: '/nowhere',
    });
  }

  async function sent(): Promise<LogLines[]> {
    return (await log.read('task-logs', 0, 0, 100_000)).records.map(({ value }) => value);
  }

  async function lines(): Promise<LogLine[]> {
    return (await sent()).flatMap((message) => message.lines);
  }

  const write = (to: AttemptLog, text: string, stream: 'stdout' | 'stderr' = 'stdout') =>
    to.write(stream, Buffer.from(text));

  it('sends nothing at all when nothing was written', async () => {
    await open().end();
    expect(await sent()).toEqual([]);
  });

  it('sends a short log in one message that is marked as the last', async () => {
    const attempt = open();
    await write(attempt, 'one\ntwo');
    await attempt.end();
    expect(await sent()).toEqual([
      {
        ...ATTEMPT,
        first: 1,
        lines: [
          [1_000, 'stdout', 'one'],
          [1_000, 'stdout', 'two'],
        ],
        end: true,
      },
    ]);
  });

  it('sends lines without waiting for the end', async () => {
    const attempt = open();
    await write(attempt, 'one\n');
    await vi.waitFor(async () => expect(await sent()).toHaveLength(1));
    await write(attempt, 'two\n');
    await vi.waitFor(async () => expect(await sent()).toHaveLength(2));
    await attempt.end();
    expect(await sent()).toEqual([
      { ...ATTEMPT, first: 1, lines: [[1_000, 'stdout', 'one']] },
      { ...ATTEMPT, first: 2, lines: [[1_000, 'stdout', 'two']] },
      { ...ATTEMPT, first: 3, lines: [], end: true },
    ]);
  });

  it('orders the lines of both streams by when they were complete, with the time of that', async () => {
    const attempt = open();
    await write(attempt, 'out begins');
    clock.time = 2_000;
    await write(attempt, 'err\n', 'stderr');
    clock.time = 3_000;
    await write(attempt, ', out ends\n');
    await attempt.system('stopped');
    await attempt.end();
    expect(await lines()).toEqual([
      [2_000, 'stderr', 'err'],
      [3_000, 'stdout', 'out begins, out ends'],
      [3_000, 'system', 'stopped'],
    ]);
  });

  it('takes a character that comes in pieces, and marks bytes that are no text', async () => {
    const attempt = open();
    const euro = Buffer.from('€\n');
    for (const byte of euro) await attempt.write('stdout', Buffer.from([byte]));
    await attempt.write('stderr', Buffer.from([0xe2, 0x82, 10]));
    await attempt.end();
    expect(await lines()).toEqual([
      [1_000, 'stdout', '€'],
      [1_000, 'stderr', '\\xe2\\x82', true],
    ]);
  });

  it('cuts a line beyond 64 KiB', async () => {
    const attempt = open();
    await write(attempt, `${'x'.repeat(5_000_000)}\n`);
    await attempt.end();
    const [line] = await lines();
    expect(line?.[2]).toBe(`${'x'.repeat(65_536)} [… ${5_000_000 - 65_536} bytes cut]`);
  });

  it('keeps messages at about 64 KiB', async () => {
    const attempt = open();
    await write(attempt, `${'x'.repeat(999)}\n`.repeat(1_000));
    await attempt.end();
    const messages = await sent();
    expect(messages.flatMap((message) => message.lines)).toHaveLength(1_000);
    for (const message of messages) expect(message.lines.length).toBeLessThanOrEqual(65);
    expect(messages.map((message) => message.first)).toEqual(
      messages.map(
        (_, index) => 1 + messages.slice(0, index).reduce((sum, before) => sum + before.lines.length, 0),
      ),
    );
  });

  it('stays below what a log takes in a message, also for the worst bytes', async () => {
    const attempt = open();
    for (const byte of [0, 0x1b, 0xff, 0x22])
      await attempt.write('stdout', Buffer.concat([Buffer.alloc(65_536, byte), Buffer.from('\n')]));
    await attempt.end();
    for (const message of await sent())
      expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(786_432);
  });

  it('gives the same lines however the bytes come in chunks', async () => {
    const bytes = fc.array(fc.constantFrom(10, 10, 65, 0xc3, 0xa4, 0xf0, 0x9f, 0x98, 0x82, 0, 13), {
      maxLength: 80,
    });
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (all, sizes) => {
          const collect = async (chunks: readonly Uint8Array[]): Promise<readonly LogLine[]> => {
            log = new MemoryEventLog({ partitions: { P: 4, L: 1 }, clock: () => 0 });
            const attempt = open();
            for (const chunk of chunks) await attempt.write('stdout', chunk);
            await attempt.end();
            return await lines();
          };
          const whole = Uint8Array.from(all);
          const chunks: Uint8Array[] = [];
          for (let start = 0, index = 0; start < whole.length; index += 1) {
            const size = sizes[index % sizes.length] ?? 1;
            chunks.push(whole.slice(start, start + size));
            start += size;
          }
          expect(await collect(chunks)).toEqual(await collect([whole]));
        },
      ),
    );
  });

  describe('its last lines', () => {
    it('are there for the failure before anything was sent', async () => {
      const attempt = open();
      expect(attempt.logTail).toBeUndefined();
      await write(attempt, 'one\ntwo\n');
      expect(attempt.logTail).toBe('one\ntwo');
    });

    it('hold a line without line feed after the end', async () => {
      const attempt = open();
      await write(attempt, 'one\ntwo');
      await attempt.end();
      expect(attempt.logTail).toBe('one\ntwo');
    });
  });

  describe('back-pressure', () => {
    it('holds up who writes while the log is full, and loses nothing', async () => {
      const append = vi.spyOn(log, 'append');
      const room = Promise.withResolvers<undefined>();
      append.mockImplementationOnce(() => room.promise.then(() => Promise.reject(new LogFullError('Full.'))));
      const attempt = open();
      const chunk = `${'x'.repeat(1_023)}\n`.repeat(64);
      let waited: Promise<void> | undefined;
      let chunks = 0;
      for (; !waited; chunks += 1) waited = write(attempt, chunk);
      expect(chunks).toBeLessThan(10);
      room.resolve(undefined);
      await waited;
      await attempt.end();
      expect(await lines()).toHaveLength(64 * chunks);
    });

    it('ends only when every line is stored', async () => {
      const append = vi.spyOn(log, 'append');
      for (let index = 0; index < 5; index += 1) append.mockRejectedValueOnce(new LogFullError('Full.'));
      const attempt = open();
      void write(attempt, 'one\n');
      await attempt.end();
      expect(await lines()).toHaveLength(1);
    });

    it('tells who writes that the lines can never be stored', async () => {
      vi.spyOn(log, 'append').mockRejectedValue(new FencedError('No.'));
      const attempt = open();
      void write(attempt, 'one\n');
      await vi.waitFor(async () => expect(write(attempt, 'two\n')).rejects.toMatchObject({ code: 'FENCED' }));
      await expect(attempt.end()).rejects.toMatchObject({ code: 'FENCED' });
    });

    it('can be given up', async () => {
      vi.spyOn(log, 'append').mockReturnValue(new Promise(() => undefined));
      const attempt = open();
      void write(attempt, 'one\n');
      const end = attempt.end();
      attempt.abandon();
      await expect(end).rejects.toMatchObject({ code: 'LOG_ABANDONED' });
    });
  });

  it('takes nothing after its end', async () => {
    const attempt = open();
    await attempt.end();
    expect(() => write(attempt, 'late\n')).toThrow('has ended');
  });
});

describe('LogShipping', () => {
  it('opens a log that writes unbound and costs nothing until then', async () => {
    const log = new MemoryEventLog({ partitions: { P: 4, L: 1 }, clock: () => 0 });
    const shipping = new LogShipping(log, new StepClock(), quiet, '/nowhere');
    const silent = shipping.open(ATTEMPT);
    expect(silent.tail()).toBe('');
    await silent.end();
    const talking = shipping.open({ ...ATTEMPT, attempt: 3 });
    const { write } = talking;
    await write('stderr', Buffer.from('oops'));
    await talking.end();
    expect(talking.tail()).toBe('oops');
    const { records } = await log.read('task-logs', 0, 0, 10);
    expect(records).toMatchObject([{ value: { attempt: 3, lines: [[1_000, 'stderr', 'oops']], end: true } }]);
  });
});
