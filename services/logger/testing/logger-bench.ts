import type { BlobStore } from '@millrace/blobs';
import type { LogLine, LogLines } from '@millrace/events';
import { MemoryEventLog } from '@millrace/events';
import { Clock } from '@millrace/nest-kit';
import type { LogFields } from '@millrace/telemetry';
import { Logger } from '@millrace/telemetry';
import { LogIngest } from '../src/ingest/log-ingest.js';
import type { LogRef } from '@millrace/blobs';
import type { LoggerSettings } from '../src/logger-settings.js';
import { DEFAULT_LOGGER_SETTINGS } from '../src/logger-settings.js';
import { ShardLogStore } from '../src/reading/shard-log-store.js';
import { ShardStore } from '../src/shards/shard-store.js';
import { Timers } from '../src/timers.js';

/** A clock and timers that move when they are told to. */
export class ManualTime extends Timers {
  now = 1_000;
  private timers: { readonly at: number; readonly call: () => void }[] = [];

  override after(ms: number, call: () => void): () => void {
    const timer = { at: this.now + ms, call };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((other) => other !== timer));
  }

  get armed(): number {
    return this.timers.length;
  }

  advance(ms: number): void {
    const end = this.now + ms;
    for (let next = this.dueBefore(end); next; next = this.dueBefore(end)) {
      this.timers = this.timers.filter((other) => other !== next);
      this.now = next.at;
      next.call();
    }
    this.now = end;
  }

  private dueBefore(end: number): { readonly at: number; readonly call: () => void } | undefined {
    return this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

class ManualClock extends Clock {
  constructor(private readonly time: ManualTime) {
    super();
  }
  override now(): number {
    return this.time.now;
  }
  override monotonic(): number {
    return this.time.now;
  }
}

/** Keeps what was said. */
export class HeardLogger extends Logger {
  readonly errors: { readonly fields: LogFields; readonly message: string }[] = [];
  override info(): void {
    // Nothing is expected of it.
  }
  override warn(): void {
    // Nothing is expected of it.
  }
  override error(fields: LogFields, message: string): void {
    this.errors.push({ fields, message });
  }
  override child(): Logger {
    return this;
  }
}

export const RUN = '01890000-0000-8000-8000-00000000000a';
export const REF: LogRef = { run: RUN, task: 'load', attempt: 1 };

/** A message with lines whose text is their number, `label` in front. */
export function linesFrom(
  first: number,
  count: number,
  more: Partial<LogLines> = {},
  label = 'line',
): LogLines {
  const lines = Array.from({ length: count }, (_, index): LogLine => [
    5,
    'stdout',
    `${label} ${first + index}`,
  ]);
  return { ...REF, first, lines, ...more };
}

export interface Bench {
  readonly log: MemoryEventLog;
  readonly blobs: BlobStore;
  readonly time: ManualTime;
  readonly logger: HeardLogger;
  readonly ingest: LogIngest;
  readonly logs: ShardLogStore;
  readonly send: (...messages: readonly LogLines[]) => Promise<void>;
}

/** An ingest on a log and a blob store, with a reader beside it. */
export function setUpBench(
  blobs: BlobStore,
  given: { readonly log?: MemoryEventLog; readonly settings?: Partial<LoggerSettings> } = {},
): Bench {
  const log = given.log ?? new MemoryEventLog({ partitions: { P: 4, L: 2 }, clock: () => 0 });
  const time = new ManualTime();
  const logger = new HeardLogger();
  const settings = { ...DEFAULT_LOGGER_SETTINGS, ...given.settings };
  const ingest = new LogIngest({ log, blobs, clock: new ManualClock(time), logger, timers: time, settings });
  const logs = new ShardLogStore(new ShardStore(blobs), ingest);
  const send = async (...messages: readonly LogLines[]): Promise<void> => {
    await log.append(
      'task-logs',
      messages.map((value) => ({ partition: 0, key: null, value })),
    );
  };
  return { log, blobs, time, logger, ingest, logs, send };
}

/** All that an iterable gives. */
export async function gatherAll<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
