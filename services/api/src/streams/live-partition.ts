import type { CommandRecord, EventLog, FoldState, StoredRecord, Subscription } from '@millrace/events';
import { Fold } from '@millrace/events';

/** Someone who hears of the records of one run. */
export interface LiveListener {
  record(offset: number, record: CommandRecord): void;
  /** The log cannot be read on: nothing comes any more. */
  failed(error: unknown): void;
}

/** Follows one partition through the fold, once for all who listen to runs of it. */
export class LivePartition {
  private readonly fold: Fold;
  private readonly listeners = new Map<string, Set<LiveListener>>();
  private readonly subscription: Subscription;
  private failure: { readonly error: unknown } | undefined;

  constructor(log: EventLog, partition: number, from: FoldState) {
    this.fold = new Fold(from);
    this.subscription = log.follow('workflow-events', partition, from.next, (records) => this.take(records));
  }

  /** Offset of the record that it gives next. */
  get next(): number {
    return this.fold.next;
  }

  get idle(): boolean {
    return this.listeners.size === 0;
  }

  listen(run: string, listener: LiveListener): void {
    const listeners = this.listeners.get(run) ?? new Set();
    this.listeners.set(run, listeners.add(listener));
    if (this.failure) listener.failed(this.failure.error);
  }

  unlisten(run: string, listener: LiveListener): void {
    const listeners = this.listeners.get(run);
    listeners?.delete(listener);
    if (listeners?.size === 0) this.listeners.delete(run);
  }

  close(): void {
    this.subscription.close();
  }

  private take(records: readonly StoredRecord<'workflow-events'>[]): void {
    if (this.failure) return;
    try {
      for (const { offset, value } of records) this.give(offset, value);
    } catch (error) {
      this.fail(error);
    }
  }

  private give(offset: number, value: string): void {
    const judged = this.fold.accept(offset, value);
    if (judged.verdict !== 'record') return;
    for (const { id } of judged.record.aggs) {
      for (const listener of this.listeners.get(id) ?? []) listener.record(offset, judged.record);
    }
  }

  /** A reader's failure must not reach the log, which serves others too. */
  private fail(error: unknown): void {
    this.failure = { error };
    this.close();
    for (const listeners of this.listeners.values()) for (const listener of listeners) listener.failed(error);
  }
}
