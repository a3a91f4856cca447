import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogLine } from '@millrace/events';
import { MemoryEventLog } from '@millrace/events';
import { SystemClock } from '@millrace/nest-kit';
import { PinoLogger } from '@millrace/telemetry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AttemptLog } from './attempt-log.js';
import { LogShipper } from './log-shipper.js';

const MIB = 1_048_576;
const LIMITS = { lineBytes: 65_536, attemptBytes: 8 * MIB };
const HEAD = 7 * MIB;

/** 128 bytes with its line feed. */
const lineOf = (index: number): string => `${String(index).padStart(127, '.')}\n`;

describe('a log beyond its limit', () => {
  let folder: string;
  let log: MemoryEventLog;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-attempt-log-'));
    log = new MemoryEventLog({ partitions: { P: 4, L: 1 }, clock: () => 0 });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function logOf(
    lines: number,
    lineAt = lineOf,
  ): Promise<{ lines: readonly LogLine[]; tail: string | undefined }> {
    const shipper = new LogShipper({ log, logger: PinoLogger.create({ service: 'test', level: 'silent' }) });
    const attempt = new AttemptLog({
      run: '01890000-0000-8000-8000-000000000001',
      task: 'load',
      attempt: 1,
      shipper,
      clock: new SystemClock(),
      limits: LIMITS,
      spoolFolder: join(folder, 'spool'),
    });
    for (let index = 0; index < lines; index += 512) {
      const chunk = Array.from({ length: Math.min(512, lines - index) }, (_, of) => lineAt(index + of)).join(
        '',
      );
      await attempt.write(index % 1024 === 0 ? 'stdout' : 'stderr', Buffer.from(chunk));
    }
    const tail = attempt.logTail;
    await attempt.end();
    const { records } = await log.read('task-logs', 0, 0, 1_000_000);
    let next = 1;
    for (const { value } of records) {
      expect(value.first).toBe(next);
      next += value.lines.length;
    }
    expect(records.at(-1)?.value.end).toBe(true);
    return { lines: records.flatMap(({ value }) => value.lines), tail };
  }

  const numberOf = (line: LogLine | undefined): number => Number(line?.[2].replaceAll('.', ''));

  it('keeps the first seven eighths and the last eighth, with the count of what is missing between', async () => {
    const { lines, tail } = await logOf(500_000);
    const head = HEAD / 128;
    const kept = MIB / 128;
    expect(lines.slice(head, head + 2).map(([, stream, text]) => `${stream}: ${text}`)).toEqual([
      'system: This log has reached 7 MiB. What follows is shown when the attempt ends, at most the last 1 MiB.',
      `system: [… ${500_000 - head - kept} lines cut, ${(500_000 - head - kept) * 128} bytes]`,
    ]);
    expect(lines.slice(0, head).every((line, index) => numberOf(line) === index)).toBe(true);
    const last = lines.slice(head + 2);
    expect(last).toHaveLength(kept);
    expect(last.every((line, index) => numberOf(line) === 500_000 - kept + index)).toBe(true);
    expect(
      last.every((line) => line[1] === (Math.floor(numberOf(line) / 512) % 2 === 0 ? 'stdout' : 'stderr')),
    ).toBe(true);
    expect(tail?.split('\n')).toEqual(
      Array.from({ length: 20 }, (_, index) => lineOf(499_980 + index).trim()).slice(0),
    );
    expect(readdirSync(join(folder, 'spool'))).toEqual([]);
  });

  it('counts short lines as 32 bytes, so that what is stored is bounded', async () => {
    const { lines } = await logOf(1_000_000, () => '\n');
    expect(lines).toHaveLength((8 * MIB) / 32 + 2);
    expect(lines[HEAD / 32 + 1]?.[2]).toBe(
      `[… ${1_000_000 - (8 * MIB) / 32} lines cut, ${1_000_000 - (8 * MIB) / 32} bytes]`,
    );
  });

  it('cuts nothing when it just fits', async () => {
    const { lines } = await logOf((8 * MIB) / 128);
    expect(lines.filter(([, stream]) => stream === 'system')).toHaveLength(1);
    expect(lines).toHaveLength((8 * MIB) / 128 + 1);
  });
});
