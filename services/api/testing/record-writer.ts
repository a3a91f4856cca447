import type { MemoryEventLog, RecordedEvent } from '@millrace/events';
import { RECORD_VERSION, encodeRecord } from '@millrace/events';
import type { RunRow } from '@millrace/persistence';
import { NOW } from './api-harness.js';

/** Writes records into one partition of `workflow-events`, as owners would and as zombies would. */
export class RecordWriter {
  epoch = 0;
  seq = 0;
  private readonly aseqs = new Map<string, number>();

  constructor(
    private readonly log: MemoryEventLog,
    readonly partition: number,
  ) {}

  get nonce(): string {
    return `n${this.epoch}`;
  }

  get logId(): string {
    return `log${this.partition + 1}`;
  }

  /** A new owner. */
  async claim(): Promise<number> {
    this.epoch += 1;
    const head = { v: RECORD_VERSION, logId: this.logId, now: NOW };
    return this.put(
      encodeRecord({ ...head, kind: 'claim', epoch: this.epoch, nonce: `n${this.epoch}`, owner: 'test' }),
    );
  }

  /** A record of the current owner. */
  record(run: string, events: readonly RecordedEvent[]): Promise<number> {
    this.seq += 1;
    const aseq = (this.aseqs.get(run) ?? 0) + 1;
    this.aseqs.set(run, aseq);
    return this.put(this.text(run, events, { epoch: this.epoch, seq: this.seq, aseq }));
  }

  /** A record of an owner that has been replaced: void, though it would be the run's next. */
  zombie(run: string, events: readonly RecordedEvent[]): Promise<number> {
    const aseq = (this.aseqs.get(run) ?? 0) + 1;
    return this.put(this.text(run, events, { epoch: this.epoch - 1, seq: this.seq + 1, aseq }));
  }

  /** The row that the read model would have of a run that began and was last touched there. */
  row(run: string, firstOffset: number, lastOffset: number, more: Partial<RunRow> = {}): RunRow {
    return {
      id: run,
      project: 'retail',
      workflow: 'hello',
      version: 1,
      definition: 'none',
      state: 'running',
      round: 1,
      params: {},
      labels: {},
      trigger: 'api',
      priority: 'medium',
      logicalDate: NOW,
      logicalZone: 'UTC',
      startedAt: NOW,
      endedAt: null,
      because: null,
      reason: null,
      counts: {},
      partition: this.partition,
      firstOffset,
      lastOffset,
      ...more,
    };
  }

  private text(
    run: string,
    events: readonly RecordedEvent[],
    place: { epoch: number; seq: number; aseq: number },
  ): string {
    const { epoch, seq, aseq } = place;
    return encodeRecord({
      v: RECORD_VERSION,
      logId: this.logId,
      now: NOW,
      kind: 'record',
      epoch,
      nonce: `n${epoch}`,
      seq,
      input: null,
      cause: { type: 'Test' },
      outcome: null,
      aggs: [{ id: run, aseq }],
      events,
      doneTo: 0,
    });
  }

  private async put(value: string): Promise<number> {
    const [offset = -1] = await this.log.append('workflow-events', [
      { partition: this.partition, key: null, value },
    ]);
    return offset;
  }
}

export const event = (type: string, data: object = {}): RecordedEvent => ({ type, v: 1, data });
