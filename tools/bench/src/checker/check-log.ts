import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { Benchmark } from '../benchmark.js';
import { syntheticLog } from './synthetic-log.js';

const CHILD = join(import.meta.dirname, 'check-child.js');

const EVENTS = 10_000_000;
const QUICK_EVENTS = 200_000;

/** What the process that checks a log prints. */
export interface CheckTimes {
  readonly ms: number;
  /** User and system time of all its threads. */
  readonly cpuMs: number;
  /** Most memory that was resident at once. */
  readonly peakBytes: number;
}

/** What an operator waits for who checks a large log. */
export const checkLargeLog: Benchmark = {
  figures: [
    { name: 'check_s', unit: 's' },
    { name: 'check_cpu_s', unit: 's' },
    { name: 'check_peak_mb', unit: 'MB' },
  ],
  what: 'an exported log of ten million events, of runs of ten tasks, read and checked against all invariants of the log',
  fixedRounds: 1,
  open: async ({ folder, quick }) => {
    const file = join(folder('checker'), 'log.jsonl');
    await pipeline(
      Readable.from(chunksOf(syntheticLog(quick ? QUICK_EVENTS : EVENTS))),
      createWriteStream(file),
    );
    return {
      round: async () => {
        const { stdout } = await promisify(execFile)(process.execPath, [CHILD, file]);
        const { ms, cpuMs, peakBytes } = JSON.parse(stdout) as CheckTimes;
        return {
          check_s: ms / 1000,
          check_cpu_s: cpuMs / 1000,
          check_peak_mb: peakBytes / 1e6,
        };
      },
    };
  },
};

const CHUNK = 65_536;

/** Lines in pieces that are worth a write. */
function* chunksOf(lines: Iterable<string>): Iterable<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
