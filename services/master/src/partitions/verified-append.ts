import type { EventLog, Fence, PartitionWriter } from '@millrace/events';
import { FencedError, LogCorruptError, LogFullError, UnknownOutcomeError } from '@millrace/events';
import type { PartitionMemory } from './partition-memory.js';

/** Sends of the same bytes before the owner gives up (L15). */
const MAX_SENDS = 5;

/** How long to wait before a send to a full log is tried again, milliseconds. */
const FULL_WAIT_MS = 1000;

export type Verified =
  { readonly verified: true; readonly base: number } | { readonly verified: false; readonly reason: string };

/** Appends to an owned partition and judges whether the records count (L13–L16). */
export class VerifiedAppend {
  private writer: PartitionWriter;

  constructor(
    private readonly log: EventLog,
    private readonly memory: PartitionMemory,
    private readonly fence: Fence,
    private readonly onFull: (error: LogFullError) => void,
  ) {
    this.writer = log.openWriter(memory.partition);
  }

  /** On success the fold has moved past the records, without applying them: the owner's state has them already. */
  async send(texts: readonly string[]): Promise<Verified> {
    const { fold } = this.memory;
    const expected = fold.next;
    for (let sends = 0; sends < MAX_SENDS;) {
      try {
        const base = await this.writer.append(texts, this.fence);
        return this.judge(base, expected, texts);
      } catch (error) {
        if (error instanceof FencedError) return { verified: false, reason: error.message };
        if (error instanceof LogFullError) await this.waitForSpace(error);
        else if (error instanceof UnknownOutcomeError) sends += 1;
        else throw error;
        this.renew();
      }
    }
    return { verified: false, reason: `${MAX_SENDS} sends of the same records had no known outcome` };
  }

  close(): void {
    this.writer.close();
  }

  private renew(): void {
    this.writer.close();
    this.writer = this.log.openWriter(this.memory.partition);
  }

  private async waitForSpace(error: LogFullError): Promise<void> {
    this.onFull(error);
    await new Promise((resolve) => setTimeout(resolve, FULL_WAIT_MS));
  }

  private async judge(base: number, expected: number, texts: readonly string[]): Promise<Verified> {
    const { fold, partition } = this.memory;
    if (base < expected) {
      throw new LogCorruptError(
        `Partition ${partition} was truncated: an append landed at ${base}, expected ${expected}.`,
      );
    }
    if (base === expected) {
      fold.next += texts.length;
      fold.seq += texts.length;
      return { verified: true, base };
    }
    return this.judgeByFold(texts);
  }

  /** Something else is in between: read the gap and see whether these very records were accepted (L14). */
  private async judgeByFold(texts: readonly string[]): Promise<Verified> {
    const { fold, partition } = this.memory;
    const wanted = new Set(texts);
    let first = -1;
    for (;;) {
      const { records } = await this.log.read('workflow-events', partition, fold.next, texts.length + 100);
      if (records.length === 0) break;
      for (const { offset, value } of records) {
        if (fold.accept(offset, value).verdict !== 'record' || !wanted.delete(value)) continue;
        if (first < 0) first = offset;
      }
    }
    const current = fold.epoch === this.fence.epoch && fold.nonce === this.fence.nonce;
    if (wanted.size === 0 && current) return { verified: true, base: first };
    return { verified: false, reason: 'another owner has claimed the partition' };
  }
}
