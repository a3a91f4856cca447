import type { Clock } from '@millrace/nest-kit';
import type { Logger } from '@millrace/telemetry';
import type { LoggerSettings } from '../logger-settings.js';
import type { ShardWriter } from '../shards/shard-writer.js';
import type { AttemptBuffer } from './attempt-buffer.js';

/** Waits after failures of the store, milliseconds. */
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 30_000;

export interface FlusherOptions {
  readonly writer: ShardWriter;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: Pick<LoggerSettings, 'flushes'>;
  /** Some lines of a buffer were stored, or could not be. */
  readonly onDone: (buffer: AttemptBuffer) => void;
}

/** Stores what buffers hold, some at the same time. After a failure nothing is tried for a while: the store is to blame. */
export class Flusher {
  private readonly queue = new Set<AttemptBuffer>();
  private active = 0;
  private restUntil = 0;
  private restMs = 0;

  constructor(private readonly options: FlusherOptions) {}

  /** True while the store is given a rest. */
  get resting(): boolean {
    return this.options.clock.monotonic() < this.restUntil;
  }

  /** True when the last thing that was tried failed. */
  get failing(): boolean {
    return this.restMs > 0;
  }

  /** Stores what the buffer holds as soon as its turn comes. */
  add(buffer: AttemptBuffer): void {
    this.queue.add(buffer);
    this.run();
  }

  remove(buffer: AttemptBuffer): void {
    this.queue.delete(buffer);
  }

  /** Goes on after a rest. */
  run(): void {
    for (const buffer of this.queue) {
      if (this.active >= this.options.settings.flushes || this.resting) return;
      if (buffer.flushing) continue;
      this.queue.delete(buffer);
      buffer.flushing = this.flush(buffer);
    }
  }

  private async flush(buffer: AttemptBuffer): Promise<void> {
    this.active += 1;
    try {
      await this.store(buffer);
      this.restMs = 0;
    } catch (error) {
      this.rest(buffer, error);
    }
    this.active -= 1;
    buffer.flushing = undefined;
    this.options.onDone(buffer);
    this.run();
  }

  private async store(buffer: AttemptBuffer): Promise<void> {
    const { writer, logger } = this.options;
    const pieces = [...buffer.waiting];
    const { ended, ref } = buffer;
    buffer.stored ??= await writer.load(ref);
    const { end, gaps } = await writer.append(ref, buffer.stored, pieces, ended);
    buffer.stored = end;
    buffer.drop(pieces.length);
    for (const gap of gaps)
      logger.error({ ...ref, ...gap }, 'Lines of a log are missing in the topic: marked as lost.');
  }

  private rest(buffer: AttemptBuffer, error: unknown): void {
    const { clock, logger } = this.options;
    // What is stored is no longer known: it is asked for again.
    buffer.stored = undefined;
    this.queue.add(buffer);
    // Others that were on their way fail for the same reason.
    if (!this.resting) {
      this.restMs = Math.min(LONGEST_REST_MS, this.restMs === 0 ? FIRST_REST_MS : 2 * this.restMs);
      this.restUntil = clock.monotonic() + this.restMs;
    }
    const reason = error instanceof Error ? error.message : String(error);
    logger.error(
      { ...buffer.ref, restMs: this.restMs, reason },
      'Log lines could not be stored; trying again.',
    );
  }
}
