import type { Effect, RunEvent, RunState } from '@millrace/dag';
import type { Cause, CommandRecord, Fence, InputPosition, Outcome, RecordedEvent } from '@millrace/events';
import { RECORD_VERSION, encodeRecord } from '@millrace/events';
import type { StateHashes } from './state-hashes.js';
import { DecisionFault } from './decision-fault.js';
import { dueStateHash } from './state-hashes.js';

/** Events and bytes that one record takes at most (L43). */
const MAX_EVENTS = 500;
const MAX_BYTES = 256 * 1024;

/** What must be done in the world once the record of this decision is verified. */
export interface PendingEffect {
  readonly run: RunState;
  readonly effect: Effect;
}

/** A record that is being made: a decision, and what joins it before it is sent. */
export interface PendingRecord {
  /** Names what was decided, for a fault; absent where that is always small. */
  readonly key?: string;
  readonly input: InputPosition | null;
  readonly cause: Cause;
  readonly outcome: Outcome | null;
  readonly run: RunState | undefined;
  readonly events: RecordedEvent[];
  readonly effects: PendingEffect[];
  /** Done after verification, in log order, with the record's offset: replies, dead letters. */
  readonly after: ((offset: number) => void)[];
}

/** What all records of a batch share. */
export interface BatchHead {
  readonly logId: string;
  readonly fence: Fence;
  readonly now: number;
  readonly doneTo: number;
  /** Sequence of the last verified record. */
  readonly seq: number;
}

/** The decisions of one turn: they go to the log in one send (L13), and their effects wait for it (L19). */
export class DecisionBatch {
  readonly records: PendingRecord[] = [];
  private readonly latest = new Map<RunState, PendingRecord>();
  eventCount = 0;

  constructor(
    readonly now: number,
    private readonly stateHashes: StateHashes,
  ) {}

  get empty(): boolean {
    return this.records.length === 0;
  }

  add(record: Omit<PendingRecord, 'events' | 'effects' | 'after'>): PendingRecord {
    const pending: PendingRecord = { ...record, events: [], effects: [], after: [] };
    this.records.push(pending);
    if (record.run) this.latest.set(record.run, pending);
    return pending;
  }

  /** Adds what a step gave to a record of its run. */
  put(record: PendingRecord, run: RunState, events: readonly RunEvent[], effects: readonly Effect[]): void {
    for (const event of events) record.events.push(event);
    for (const effect of effects) record.effects.push({ run, effect });
    this.eventCount += events.length;
  }

  /** The record that a decision on this run may still join; a new internal one when the last is full. */
  joinable(run: RunState, cause: Cause): PendingRecord {
    const latest = this.latest.get(run);
    if (latest && latest.outcome?.accepted !== false && latest.events.length < MAX_EVENTS) return latest;
    return this.add({ input: null, cause, outcome: null, run });
  }

  /** The texts of the records in order. Moves on the sequences of the runs they touch. Throws DecisionFault TOO_LARGE. */
  encode(head: BatchHead): readonly string[] {
    return this.records.map((pending, index) => {
      const text = encodeRecord(this.finish(pending, head, head.seq + 1 + index));
      const bytes = text.length <= MAX_BYTES / 4 ? text.length : Buffer.byteLength(text);
      if (bytes <= MAX_BYTES || pending.key === undefined) return text;
      throw new DecisionFault(
        pending.key,
        'TOO_LARGE',
        `its record has ${bytes} bytes, at most ${MAX_BYTES} go into one`,
      );
    });
  }

  private finish(pending: PendingRecord, head: BatchHead, seq: number): CommandRecord {
    const { run, input, cause, outcome, events } = pending;
    const touched = run !== undefined && events.some((event) => event.a !== -1);
    if (touched) run.aseq += 1;
    // Only the last record of a run in a batch is followed by the state that is in memory now.
    const hash = touched && this.latest.get(run) === pending && dueStateHash(run, this.stateHashes);
    return {
      v: RECORD_VERSION,
      logId: head.logId,
      kind: 'record',
      epoch: head.fence.epoch,
      nonce: head.fence.nonce,
      seq,
      input,
      cause,
      outcome,
      now: head.now,
      aggs: touched ? [{ id: run.id, aseq: run.aseq, ...(hash ? { hash } : {}) }] : [],
      events,
      doneTo: head.doneTo,
    };
  }
}
