import type { Effect, RunEvent, RunState } from '@millrace/dag';
import type { Cause, CommandRecord, Fence, InputPosition, Outcome, RecordedEvent } from '@millrace/events';
import { RECORD_VERSION, encodeRecord } from '@millrace/events';

/** Events that one record takes at most (L43). */
const MAX_EVENTS = 500;

/** What must be done in the world once the record of this decision is verified. */
export interface PendingEffect {
  readonly run: RunState;
  readonly effect: Effect;
}

/** A record that is being made: a decision, and what joins it before it is sent. */
export interface PendingRecord {
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

  constructor(readonly now: number) {}

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

  /** The texts of the records in order. Moves on the sequences of the runs they touch. */
  encode(head: BatchHead): readonly string[] {
    return this.records.map((pending, index) =>
      encodeRecord(this.finish(pending, head, head.seq + 1 + index)),
    );
  }

  private finish(pending: PendingRecord, head: BatchHead, seq: number): CommandRecord {
    const { run, input, cause, outcome, events } = pending;
    const touched = run !== undefined && events.some((event) => event.a !== -1);
    if (touched) run.aseq += 1;
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
      aggs: touched ? [{ id: run.id, aseq: run.aseq }] : [],
      events,
      doneTo: head.doneTo,
    };
  }
}
