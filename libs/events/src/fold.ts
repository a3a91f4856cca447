import { LogCorruptError } from './log-errors.js';
import { decodeRecord } from './record-codec.js';
import type { ClaimRecord, CommandRecord, CreatedRecord, WorkflowRecord } from './workflow-record.js';

/** Where a reader of one partition of `workflow-events` stands. Committed together with what the reader made (L7). */
export interface FoldState {
  /** '' before record 0. */
  readonly logId: string;
  readonly epoch: number;
  readonly nonce: string;
  readonly seq: number;
  /** Offset of the record that comes next. */
  readonly next: number;
}

export const FOLD_START: FoldState = { logId: '', epoch: 0, nonce: '', seq: 0, next: 0 };

export type Judged =
  | { readonly verdict: 'created'; readonly record: CreatedRecord }
  | { readonly verdict: 'claim'; readonly record: ClaimRecord }
  | { readonly verdict: 'record'; readonly record: CommandRecord }
  | { readonly verdict: 'void'; readonly record: WorkflowRecord };

/** The one fold: every reader of `workflow-events` takes records through it, and only what it accepts counts (L4–L8). */
export class Fold {
  logId: string;
  epoch: number;
  nonce: string;
  seq: number;
  next: number;
  /** Records that were ignored; they still move the offset (L6). */
  voids = 0;

  constructor(state: FoldState = FOLD_START) {
    ({ logId: this.logId, epoch: this.epoch, nonce: this.nonce, seq: this.seq, next: this.next } = state);
  }

  get state(): FoldState {
    return { logId: this.logId, epoch: this.epoch, nonce: this.nonce, seq: this.seq, next: this.next };
  }

  /** Takes the record at this offset. Throws LogCorruptError where records are missing or the log is another one. */
  accept(offset: number, text: string): Judged {
    const record = decodeAt(offset, text);
    if (offset !== this.next) {
      throw new LogCorruptError(`workflow-events has a hole: expected offset ${this.next}, found ${offset}.`);
    }
    const judged = this.judge(record);
    this.next = offset + 1;
    if (judged.verdict === 'void') this.voids += 1;
    return judged;
  }

  private judge(record: WorkflowRecord): Judged {
    if (this.next === 0) return this.begin(record);
    if (record.logId !== this.logId) {
      throw new LogCorruptError(
        `workflow-events at ${this.next} belongs to log ${record.logId}, expected ${this.logId}.`,
      );
    }
    if (record.kind === 'claim') return this.judgeClaim(record);
    if (record.kind === 'record') return this.judgeRecord(record);
    return { verdict: 'void', record };
  }

  private begin(record: WorkflowRecord): Judged {
    if (record.kind !== 'created')
      throw new LogCorruptError('workflow-events does not begin with its creation.');
    this.logId = record.logId;
    return { verdict: 'created', record };
  }

  private judgeClaim(record: ClaimRecord): Judged {
    if (record.epoch !== this.epoch + 1) return { verdict: 'void', record };
    this.epoch = record.epoch;
    this.nonce = record.nonce;
    return { verdict: 'claim', record };
  }

  private judgeRecord(record: CommandRecord): Judged {
    if (record.epoch !== this.epoch || record.nonce !== this.nonce) return { verdict: 'void', record };
    if (record.seq <= this.seq) return { verdict: 'void', record };
    if (record.seq > this.seq + 1) {
      throw new LogCorruptError(
        `workflow-events lacks records ${this.seq + 1} to ${record.seq - 1} before offset ${this.next}.`,
      );
    }
    this.seq = record.seq;
    return { verdict: 'record', record };
  }
}

/** A record that is none, with its place. */
function decodeAt(offset: number, text: string): WorkflowRecord {
  try {
    return decodeRecord(text);
  } catch (error) {
    if (!(error instanceof LogCorruptError)) throw error;
    throw new LogCorruptError(`At offset ${offset}: ${error.message}`);
  }
}
