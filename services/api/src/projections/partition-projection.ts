import type { CommandRecord, RecordedEvent, StoredRecord } from '@millrace/events';
import { Fold, LogCorruptError } from '@millrace/events/reading';
import type { FoldPosition, ProjectionStore } from '@millrace/persistence';
import { handlers } from './index.js';
import { RejectionBook } from './rejection-book.js';
import type { RecordSource } from './record-source.js';
import { verifyPosition } from './verify-position.js';
import { ViewCache } from './view-cache.js';

/** Records of one transaction: the more, the fewer times the rows of a run are written (hot-path 9). */
export const BATCH_RECORDS = 5000;

export interface PartitionTools {
  readonly source: RecordSource;
  readonly store: ProjectionStore;
  /** Default `BATCH_RECORDS`. */
  readonly batchRecords?: number;
}

interface Accepted {
  readonly record: CommandRecord;
  readonly offset: number;
}

/** Brings one partition of `workflow-events` into rows, through the fold, batch by batch (L7). */
export class PartitionProjection {
  private fold = new Fold();
  private commands = 0;
  private stored: FoldPosition | undefined;
  private loaded = false;
  private readonly views = new ViewCache();
  private readonly rejections: RejectionBook;

  constructor(
    readonly partition: number,
    private readonly tools: PartitionTools,
  ) {
    this.rejections = new RejectionBook(partition);
  }

  /** Where it stands; what is below is in the rows. */
  get position(): FoldPosition {
    return this.stored ?? { partition: this.partition, ...new Fold().state, commands: 0 };
  }

  /** Begins where the stored rows end. Throws ReadModelAheadError where the log does not reach that far. */
  async load(): Promise<void> {
    const stored = await this.tools.store.position(this.partition);
    if (stored) await verifyPosition(stored, this.tools.source);
    this.stored = stored;
    this.fold = new Fold(stored);
    this.commands = stored?.commands ?? 0;
    this.views.clear();
    this.rejections.clear();
    this.loaded = true;
  }

  /** Takes the next batch; false at the end of the log. After a failure the next call begins at the stored position. */
  async step(): Promise<boolean> {
    if (!this.loaded) await this.load();
    const { source, batchRecords = BATCH_RECORDS } = this.tools;
    const records = await source.read(this.partition, this.fold.next, batchRecords);
    if (records.length === 0) return false;
    this.loaded = false;
    const accepted = this.accept(records);
    await this.fetchViews(accepted);
    for (const { record, offset } of accepted) {
      this.apply(record, offset);
      this.rejections.take(record);
    }
    await this.commit();
    this.loaded = true;
    return true;
  }

  private accept(records: readonly StoredRecord<'workflow-events'>[]): readonly Accepted[] {
    const accepted: Accepted[] = [];
    for (const { offset, value } of records) {
      const judged = this.fold.accept(offset, value);
      if (judged.verdict !== 'record') continue;
      const { record } = judged;
      accepted.push({ record, offset });
      if (record.input?.topic === 'commands')
        this.commands = Math.max(this.commands, record.input.offset + 1);
    }
    return accepted;
  }

  /** Reads back the rows of runs that go on and are not in memory. */
  private async fetchViews(accepted: readonly Accepted[]): Promise<void> {
    const begun = new Set<string>();
    const wanted = new Set<string>();
    for (const { record } of accepted) {
      for (const event of record.events) {
        const id = runOf(record, event);
        if (id === undefined) continue;
        if (event.type === 'RunStarted') begun.add(id);
        else if (!this.views.has(id) && !begun.has(id)) wanted.add(id);
      }
    }
    if (wanted.size === 0) return;
    for (const stored of await this.tools.store.load([...wanted])) this.views.adopt(stored);
  }

  private apply(record: CommandRecord, offset: number): void {
    const recorded = { at: record.now, partition: this.partition, offset };
    for (const event of record.events) {
      const id = runOf(record, event);
      if (id === undefined) continue;
      const view = event.type === 'RunStarted' ? this.views.begin(id) : this.views.get(id);
      if (!view) {
        const where = `Offset ${offset} of partition ${this.partition}`;
        throw new LogCorruptError(`${where} has ${event.type} of run '${id}', which never started.`);
      }
      for (const apply of handlers.get(event.type) ?? []) apply(view, event.data, recorded);
      this.views.touch(view, offset);
    }
  }

  private async commit(): Promise<void> {
    const to: FoldPosition = { partition: this.partition, ...this.fold.state, commands: this.commands };
    await this.tools.store.commit({
      ...this.views.takeBatch(this.stored, to),
      ...this.rejections.takeBatch(),
    });
    this.views.settle();
    this.stored = to;
  }
}

/** The run whose rows the event changes; undefined for events that change none. */
function runOf(record: CommandRecord, event: RecordedEvent): string | undefined {
  if (event.a === -1 || !handlers.has(event.type)) return undefined;
  return record.aggs[event.a ?? 0]?.id ?? '';
}
