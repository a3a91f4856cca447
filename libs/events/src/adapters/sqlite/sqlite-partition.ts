import type { StatementSync } from 'node:sqlite';
import type { Bounds, Fence, NewRecord, Page, StoredRecord, Subscription } from '../../event-log.js';
import { FencedError, LogCorruptError } from '../../log-errors.js';
import type { LogError } from '../../log-errors.js';
import type { TopicName, TopicSpec, TopicValues } from '../../topics.js';
import { Feed } from '../feed.js';
import type { CommitQueue } from './commit-queue.js';
import type { LogFile } from './log-file.js';
import { readErrorOf, unusable } from './sqlite-failure.js';

/** Characters after which a page takes no further record: large records are not read by the hundred. */
const PAGE_SIZE = 1_048_576;

/** Records that one transaction deletes. */
const DELETED_AT_ONCE = 5000;

/** What a send on `workflow-events` names; checked in the transaction that appends (L57). */
export interface FencedAppend {
  readonly fence: Fence;
  readonly claim: boolean;
}

/** One partition of a topic in a table of its own, so that appends only ever touch its end. */
export class SqlitePartition<N extends TopicName> {
  readonly feed = new Feed<N>(this);
  private readonly insert: StatementSync;
  private readonly select: StatementSync;
  private readonly delete: StatementSync;
  private readonly compact: StatementSync | undefined;
  start: number;
  end: number;
  private pendingEnd: number;
  private fence: Fence = { epoch: 0, nonce: '' };

  constructor(
    private readonly spec: TopicSpec,
    private readonly partition: number,
    private readonly file: LogFile,
    private readonly queue: CommitQueue,
    private readonly clock: () => number,
  ) {
    const table = `"${spec.name}_${partition}"`;
    const { db } = file;
    db.exec(
      `CREATE TABLE IF NOT EXISTS ${table} (offset INTEGER PRIMARY KEY, time INTEGER NOT NULL, key TEXT, value TEXT NOT NULL)`,
    );
    this.insert = db.prepare(`INSERT INTO ${table} VALUES (?, ?, ?, ?)`);
    this.select = db.prepare(
      `SELECT offset, time, key, value FROM ${table} WHERE offset >= ? ORDER BY offset LIMIT ?`,
    );
    this.delete = db.prepare(`DELETE FROM ${table} WHERE offset < ?`);
    if (spec.kept === 'compacted') {
      db.exec(`CREATE INDEX IF NOT EXISTS "${spec.name}_${partition}_key" ON ${table} (key)`);
      this.compact = db.prepare(`DELETE FROM ${table} WHERE key = ? AND offset < ?`);
    }
    const row = db.prepare(`SELECT min(offset) AS low, max(offset) AS high FROM ${table}`).get();
    this.start = typeof row?.low === 'number' && spec.kept !== 'compacted' ? row.low : 0;
    this.end = typeof row?.high === 'number' ? row.high + 1 : 0;
    this.pendingEnd = this.end;
    if (spec.name === 'workflow-events') this.loadFence();
  }

  get bounds(): Bounds {
    return { start: this.start, end: this.end };
  }

  append(added: readonly NewRecord<N>[], fenced?: FencedAppend): Promise<number> {
    return new Promise((resolve, reject) => {
      let stored: readonly StoredRecord<N>[] = [];
      let refused: LogError | undefined;
      this.queue.add({
        apply: () => {
          refused = fenced && this.refuse(fenced);
          if (!refused) stored = this.write(added, fenced);
        },
        committed: () => {
          if (refused) return reject(refused);
          const base = this.end;
          this.end += stored.length;
          resolve(base);
          this.feed.published(stored);
        },
        failed: (error) => {
          this.pendingEnd = this.end;
          if (fenced) this.loadFence();
          reject(error);
        },
      });
    });
  }

  /** Ends earlier where the records are large. */
  page(from: number, limit: number): readonly StoredRecord<N>[] {
    const records: StoredRecord<N>[] = [];
    let size = 0;
    for (const { offset, time, key, value } of this.rows(from, limit)) {
      const text = String(value);
      size += text.length;
      records.push({
        offset: Number(offset),
        time: Number(time),
        key: key === null ? null : String(key),
        value: this.decode(Number(offset), text),
      });
      if (size > PAGE_SIZE) break;
    }
    return records;
  }

  read(from: number, limit: number): Page<N> {
    if (from < this.start)
      throw new LogCorruptError(`${this.spec.name} begins at ${this.start}, asked for ${from}.`);
    if (from > this.end)
      throw new LogCorruptError(`${this.spec.name} ends at ${this.end}, asked for ${from}.`);
    const records = this.page(from, limit);
    return { records, next: (records.at(-1)?.offset ?? from - 1) + 1 };
  }

  /** The last record stays: the end of a table is known by it. A stretch at a time, so that appends have their turn. */
  async deleteBefore(offset: number): Promise<void> {
    if (this.spec.kept === 'compacted') return;
    const upTo = Math.min(offset, this.end - 1);
    while (this.start < upTo) await this.deleteStretch(Math.min(this.start + DELETED_AT_ONCE, upTo));
  }

  private deleteStretch(upTo: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.queue.add({
      apply: () => void this.delete.run(upTo),
      committed: () => {
        this.start = Math.max(this.start, upTo);
        resolve(undefined);
      },
      failed: reject,
    });
    return promise;
  }

  follow(from: number | 'end', onRecords: (records: readonly StoredRecord<N>[]) => void): Subscription {
    return this.feed.follow(from, onRecords);
  }

  handled(): void {
    // A table keeps what its retention says, whoever has read it.
  }

  private refuse({ fence, claim }: FencedAppend): LogError | undefined {
    const current = this.fence;
    const holds = claim
      ? fence.epoch === current.epoch + 1
      : fence.epoch === current.epoch && fence.nonce === current.nonce;
    return holds
      ? undefined
      : new FencedError(
          `Partition ${this.partition} is at epoch ${current.epoch}; a send of epoch ${fence.epoch} was refused.`,
        );
  }

  private write(
    added: readonly NewRecord<N>[],
    fenced: FencedAppend | undefined,
  ): readonly StoredRecord<N>[] {
    const time = this.clock();
    const stored = added.map(({ key, value }, index): StoredRecord<N> => {
      const offset = this.pendingEnd + index;
      this.insert.run(offset, time, key, this.encode(value));
      this.compact?.run(key, offset);
      return { offset, time, key, value };
    });
    this.pendingEnd += stored.length;
    if (fenced?.claim) this.storeFence(fenced.fence);
    return stored;
  }

  private *rows(from: number, limit: number): ReturnType<StatementSync['iterate']> {
    try {
      yield* this.select.iterate(from, limit);
    } catch (error) {
      throw readErrorOf(error, this.file.path);
    }
  }

  private encode(value: TopicValues[N]): string {
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  private decode(offset: number, text: string): TopicValues[N] {
    if (this.spec.text) return text as TopicValues[N];
    try {
      return JSON.parse(text) as TopicValues[N];
    } catch {
      const where = `offset ${offset} of partition ${this.partition} of ${this.spec.name}`;
      throw unusable(this.file.path, `${where} is no JSON`);
    }
  }

  private storeFence(fence: Fence): void {
    this.fence = fence;
    this.file.db
      .prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
      .run(`fence/${this.partition}`, JSON.stringify(fence));
  }

  private loadFence(): void {
    const row = this.file.db.prepare('SELECT value FROM meta WHERE key = ?').get(`fence/${this.partition}`);
    if (row) this.fence = JSON.parse(String(row.value)) as Fence;
    else this.refuseClaimed();
  }

  /** A claim is stored with its fence: without one there may be no claim, or every new one would be refused for ever. */
  private refuseClaimed(): void {
    this.fence = { epoch: 0, nonce: '' };
    const claimed = this.file.db
      .prepare(`SELECT 1 FROM "${this.spec.name}_${this.partition}" WHERE value LIKE '%"kind":"claim"%'`)
      .get();
    if (claimed)
      throw unusable(this.file.path, `its table meta lacks the owner of partition ${this.partition}`);
  }
}
