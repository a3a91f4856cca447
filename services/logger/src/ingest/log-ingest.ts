import type { BlobStore } from '@millrace/blobs';
import type { EventLog, StoredRecord } from '@millrace/events';
import type { Clock } from '@millrace/nest-kit';
import type { Logger } from '@millrace/telemetry';
import type { LogRef } from '@millrace/blobs';
import type { LoggerSettings } from '../logger-settings.js';
import type { LiveLines, LiveLog } from '../reading/live-lines.js';
import { ShardStore } from '../shards/shard-store.js';
import { ShardWriter } from '../shards/shard-writer.js';
import type { Timers } from '../timers.js';
import type { AttemptBuffer } from './attempt-buffer.js';
import { BufferBook } from './buffer-book.js';
import { faultOf } from './check-message.js';
import { DeadLetters } from './dead-letters.js';
import { Flusher } from './flusher.js';
import type { Held } from './partition-positions.js';
import { PartitionPositions } from './partition-positions.js';
import { PositionStore } from './position-store.js';
import { Watchers } from './watchers.js';

/** How often due buffers are looked for while there are any, milliseconds. */
const TICK_MS = 50;
/** A last shard of this size makes lines wait twice as long, for it is written anew with them, bytes. */
const REWRITE_BYTES = 65_536;

export interface IngestOptions {
  readonly log: EventLog;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timers: Timers;
  readonly settings: LoggerSettings;
}

/**
 * Takes topic `task-logs` into shards. What a message brings is known to readers at once, stored after a short wait for
 * more, and only then does the position move past it. After a crash messages are met again; lines that are stored are
 * dropped by their numbers (fault matrix L1). While the store takes nothing, lines wait in the topic (L2).
 */
export class LogIngest implements LiveLines {
  private readonly book: BufferBook;
  private readonly flusher: Flusher;
  private readonly positions: PartitionPositions;
  private readonly deadLetters: DeadLetters;
  private readonly watchers = new Watchers();
  private cancelTick: (() => void) | undefined;
  private committing: Promise<void> | undefined;
  private commitAt = 0;
  private uncommitted = false;
  private cost = 0;
  private held = false;
  private stopped = false;

  constructor(private readonly options: IngestOptions) {
    const { log, blobs, clock, logger, settings } = options;
    const writer = new ShardWriter(new ShardStore(blobs), settings);
    this.book = new BufferBook(settings.rememberedAttempts);
    this.flusher = new Flusher({ writer, clock, logger, settings, onDone: (buffer) => this.flushed(buffer) });
    this.positions = new PartitionPositions(log, new PositionStore(blobs), logger);
    this.deadLetters = new DeadLetters(log, clock, logger);
  }

  async start(): Promise<void> {
    const { log } = this.options;
    for (let partition = 0; partition < log.partitions.L; partition += 1) {
      const from = await this.positions.open(partition);
      const subscription = log.follow('task-logs', partition, from, (records) =>
        this.take(partition, records),
      );
      this.positions.attach(partition, subscription);
    }
  }

  /** Stores what it holds, unless the store fails, and closes. Repeating it does nothing. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    for (const subscription of this.positions.subscriptions) subscription.close();
    this.cancelTick?.();
    while (this.book.waiting.size > 0 && !this.flusher.resting) {
      this.flushAll();
      await Promise.all([...this.book.waiting].flatMap((buffer) => buffer.flushing ?? []));
    }
    await this.deadLetters.settled();
    await this.committing;
    await this.commit();
  }

  snapshot(ref: LogRef): LiveLog | undefined {
    const buffer = this.book.find(ref);
    if (!buffer) return undefined;
    const { stored, waiting, ended } = buffer;
    return { stored: stored && stored.next - 1, runs: [...waiting], ended: ended || stored?.ended === true };
  }

  watch(ref: LogRef, onChange: () => void): () => void {
    return this.watchers.add(ref, onChange);
  }

  async drop(run: string): Promise<void> {
    for (const buffer of this.book.ofRun(run)) {
      this.flusher.remove(buffer);
      buffer.clear();
      await buffer.flushing;
      this.flusher.remove(buffer);
      this.book.forget(buffer);
      this.watchers.notify(buffer.ref);
    }
    this.recount();
  }

  private take(partition: number, records: readonly StoredRecord<'task-logs'>[]): void {
    if (this.stopped) return;
    for (const record of records) {
      const fault = faultOf(record.value);
      if (fault === undefined) this.accept(partition, record);
      else this.deadLetters.send(partition, record, fault);
      this.positions.received(partition, record.offset + 1);
    }
    this.uncommitted = true;
    if (this.cost > this.options.settings.bufferBytes) this.holdUp();
    this.arm();
  }

  private accept(partition: number, { value, offset }: StoredRecord<'task-logs'>): void {
    const buffer = this.book.open(value);
    const cost = buffer.add(value, partition, offset);
    if (cost === 0) return;
    this.cost += cost;
    this.book.markWaiting(buffer);
    this.schedule(buffer);
    this.watchers.notify(buffer.ref);
  }

  private schedule(buffer: AttemptBuffer): void {
    const { clock, settings } = this.options;
    if (buffer.ended || this.held || buffer.cost >= settings.flushBytes) this.flusher.add(buffer);
    else if (buffer.dueAt === Infinity) {
      const waitMs = settings.flushMs * (1 + (buffer.stored?.bytes ?? 0) / REWRITE_BYTES);
      buffer.dueAt = clock.monotonic() + waitMs;
    }
  }

  private flushed(buffer: AttemptBuffer): void {
    buffer.dueAt = Infinity;
    if (buffer.waiting.length === 0) this.book.markStored(buffer);
    else if (!this.flusher.failing) this.schedule(buffer);
    this.recount();
    this.arm();
  }

  private recount(): void {
    this.cost = 0;
    for (const buffer of this.book.waiting) this.cost += buffer.cost;
    if (!this.held || this.cost > this.options.settings.bufferBytes / 2) return;
    this.held = false;
    for (const subscription of this.positions.subscriptions) subscription.resume();
  }

  private holdUp(): void {
    this.held = true;
    for (const subscription of this.positions.subscriptions) subscription.pause();
    this.flushAll();
  }

  private flushAll(): void {
    for (const buffer of this.book.waiting) this.flusher.add(buffer);
  }

  private arm(): void {
    if (this.stopped || (this.book.waiting.size === 0 && !this.uncommitted)) return;
    this.cancelTick ??= this.options.timers.after(TICK_MS, () => this.tick());
  }

  private tick(): void {
    this.cancelTick = undefined;
    const now = this.options.clock.monotonic();
    for (const buffer of this.book.waiting) {
      if (buffer.dueAt <= now) this.flusher.add(buffer);
    }
    this.flusher.run();
    if (this.uncommitted && now >= this.commitAt) this.committing ??= this.commit();
    this.arm();
  }

  private async commit(): Promise<void> {
    const { clock, logger, settings } = this.options;
    this.commitAt = clock.monotonic() + settings.commitMs;
    try {
      const held = [...this.heldRecords()];
      this.uncommitted = held.length > 0;
      await this.positions.commit(held);
    } catch (error) {
      this.uncommitted = true;
      logger.error({ error }, 'The position in the topic of log lines could not be stored; trying again.');
    }
    this.committing = undefined;
    this.arm();
  }

  private *heldRecords(): Generator<Held> {
    for (const buffer of this.book.waiting) yield* buffer.waiting;
    yield* this.deadLetters.held;
  }
}
