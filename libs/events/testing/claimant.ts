import type { EventLog, Fence, PartitionWriter } from '../src/event-log.js';
import type { FoldState, Judged } from '../src/fold.js';
import { FOLD_START, Fold } from '../src/fold.js';
import { FencedError } from '../src/log-errors.js';
import { encodeRecord } from '../src/record-codec.js';
import type { CommandRecord } from '../src/workflow-record.js';
import { RECORD_VERSION } from '../src/workflow-record.js';

const NOW = 1_700_000_000_000;

/** What a reader of `workflow-events` makes of it. */
export interface Folded {
  readonly fold: Fold;
  readonly judged: readonly Judged[];
  /** The records that count, in order. */
  readonly records: readonly CommandRecord[];
}

/** Reads on from a state to the end, as every reader does. Throws LogCorruptError as the log or the fold do. */
export async function foldOn(
  log: EventLog,
  partition: number,
  state: FoldState = FOLD_START,
): Promise<Folded> {
  const fold = new Fold(state);
  const judged: Judged[] = [];
  for (;;) {
    const { records } = await log.read('workflow-events', partition, fold.next, 50);
    if (records.length === 0) break;
    for (const { offset, value } of records) judged.push(fold.accept(offset, value));
  }
  const records = judged.flatMap((one) => (one.verdict === 'record' ? [one.record] : []));
  return { fold, judged, records };
}

export function createdText(logId: string): string {
  return encodeRecord({ v: RECORD_VERSION, logId, now: NOW, kind: 'created' });
}

export function claimText(logId: string, fence: Fence): string {
  return encodeRecord({ v: RECORD_VERSION, logId, now: NOW, kind: 'claim', ...fence, owner: fence.nonce });
}

/** `note` tells records apart. */
export function recordText(logId: string, fence: Fence, seq: number, note = ''): string {
  const made: CommandRecord = {
    v: RECORD_VERSION,
    logId,
    now: NOW,
    kind: 'record',
    ...fence,
    seq,
    input: null,
    cause: { type: note },
    outcome: null,
    aggs: [],
    events: [],
    doneTo: 0,
  };
  return encodeRecord(made);
}

/** A master as the log sees it: it claims, and while it believes to be owner it sends what it decides. */
export class Claimant {
  fence: Fence = { epoch: 0, nonce: '' };
  logId = '';
  seq = 0;
  writer: PartitionWriter;

  constructor(
    private readonly log: EventLog,
    readonly partition: number,
    private readonly nonce: string,
  ) {
    this.writer = log.openWriter(partition);
  }

  /** Reads the tail and makes the claim that would follow it; sends nothing. */
  async prepare(): Promise<string> {
    const { fold } = await foldOn(this.log, this.partition);
    this.logId = fold.logId;
    this.fence = { epoch: fold.epoch + 1, nonce: `${this.nonce}-${fold.epoch + 1}` };
    return claimText(this.logId, this.fence);
  }

  /** Sends the prepared claim; that it is refused is an answer too. */
  async sendClaim(): Promise<void> {
    await this.writer.append([claimText(this.logId, this.fence)], this.fence, 'claim').catch(unlessFenced);
  }

  /** Reads to the end and says whether the claim is the last valid one. */
  async owns(): Promise<boolean> {
    const { fold } = await foldOn(this.log, this.partition);
    this.seq = fold.seq;
    return fold.epoch === this.fence.epoch && fold.nonce === this.fence.nonce;
  }

  async claim(): Promise<boolean> {
    await this.prepare();
    await this.sendClaim();
    return await this.owns();
  }

  /** The texts of the next records; the same again until `sent`. */
  texts(count: number, note = this.nonce): readonly string[] {
    return Array.from({ length: count }, (_, index) =>
      recordText(this.logId, this.fence, this.seq + 1 + index, note),
    );
  }

  /** One send under the own claim. */
  async send(count: number): Promise<number> {
    const base = await this.writer.append(this.texts(count), this.fence);
    this.seq += count;
    return base;
  }

  /** A writer whose send had no known outcome is thrown away (L13). */
  renewWriter(): void {
    this.writer.close();
    this.writer = this.log.openWriter(this.partition);
  }
}

/** Nothing was stored, or what was stored is void: both keep a former owner out. */
export function unlessFenced(error: unknown): void {
  if (!(error instanceof FencedError)) throw error;
}
