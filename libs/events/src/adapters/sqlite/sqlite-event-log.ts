import { join } from 'node:path';
import type { NewRecord, PartitionWriter } from '../../event-log.js';
import type { PartitionCounts, TopicName } from '../../topics.js';
import { TOPICS, partitionsOf } from '../../topics.js';
import { OneProcessLog } from '../one-process-log.js';
import { MemoryPartition } from '../memory/memory-partition.js';
import { CommitQueue } from './commit-queue.js';
import { folderFailureOf } from './folder-failure.js';
import type { FolderLock } from './lock-file.js';
import { lockFolder } from './lock-file.js';
import { fixCounts } from './fixed-counts.js';
import type { LogFile } from './log-file.js';
import { openLogFile } from './log-file.js';
import { prepareFolder, proveRoom } from './prepare-folder.js';
import { diskFullOf } from './sqlite-failure.js';
import { SqlitePartition } from './sqlite-partition.js';

export interface SqliteLogOptions {
  /** Data folder; made when it is not there. */
  readonly folder: string;
  readonly partitions: PartitionCounts;
  /** The log's clock, epoch milliseconds. */
  readonly clock: () => number;
}

type AnyPartition<N extends TopicName> = MemoryPartition<N> | SqlitePartition<N>;

interface Store {
  readonly file: LogFile;
  readonly queue: CommitQueue;
}

/** The embedded log: SQLite files in a data folder that one process owns; derived topics stay in memory (design §7). */
export class SqliteEventLog extends OneProcessLog {
  override readonly partitions: PartitionCounts;
  private readonly topics: { [N in TopicName]?: readonly AnyPartition<N>[] } = {};

  private constructor(
    private readonly options: SqliteLogOptions,
    private readonly lock: FolderLock,
    private readonly stores: Readonly<Record<'log' | 'bulk', Store>>,
  ) {
    super();
    this.partitions = options.partitions;
    for (const { name } of Object.values(TOPICS)) {
      const count = partitionsOf(name, options.partitions);
      const partitions = Array.from({ length: count }, (_, partition) => this.open(name, partition));
      Object.assign(this.topics, { [name]: partitions });
    }
  }

  /** Throws DataFolderError, LogInUseError, LogFileError, LogTooNewError or LogFullError; each says what to do. */
  static open(options: SqliteLogOptions): SqliteEventLog {
    const { folder } = options;
    try {
      prepareFolder(folder);
      return SqliteEventLog.openLocked(options, lockFolder(folder));
    } catch (error) {
      throw diskFullOf(error, folder) ?? folderFailureOf(error) ?? error;
    }
  }

  private static openLocked(options: SqliteLogOptions, lock: FolderLock): SqliteEventLog {
    try {
      proveRoom(options.folder);
      const stores = {
        log: openStore(options.folder, 'log.db'),
        bulk: openStore(options.folder, 'task-logs.db'),
      };
      fixCounts(stores.log.file, options.partitions);
      return new SqliteEventLog(options, lock, stores);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  override append<N extends TopicName>(
    topic: N,
    records: readonly NewRecord<N>[],
  ): Promise<readonly number[]> {
    const first = records[0];
    if (!first) return Promise.resolve([]);
    if (records.every((record) => record.partition === first.partition)) {
      return this.appendTo(topic, first.partition, records);
    }
    return this.appendEach(topic, records);
  }

  override openWriter(partition: number): PartitionWriter {
    const target = this.partition('workflow-events', partition);
    if (!(target instanceof SqlitePartition)) throw new Error('workflow-events is kept in a file.');
    const key = String(partition);
    return {
      append: (texts, fence, claim) =>
        target.append(
          texts.map((value) => ({ partition, key, value })),
          { fence, claim: claim === 'claim' },
        ),
      close: () => undefined,
    };
  }

  /** Task logs have a file of their own: it may be full while commands are taken. */
  override trouble(): string | undefined {
    const { log, bulk } = this.stores;
    return (log.queue.trouble() ?? bulk.queue.trouble())?.message;
  }

  override beginAt(topic: TopicName, partition: number, offset: number): void {
    const target = this.partition(topic, partition);
    if (target instanceof MemoryPartition) target.beginAt(offset);
  }

  override close(): Promise<void> {
    for (const partitions of Object.values(this.topics)) for (const { feed } of partitions) feed.close();
    for (const { queue, file } of Object.values(this.stores)) {
      queue.flush();
      file.close();
    }
    this.lock.release();
    return Promise.resolve();
  }

  /** One append for each partition; the offsets stand in the order of the records. */
  private async appendEach<N extends TopicName>(
    topic: N,
    records: readonly NewRecord<N>[],
  ): Promise<readonly number[]> {
    const byPartition = Map.groupBy(records.keys(), (index) => records[index]?.partition ?? 0);
    const offsets = new Array<number>(records.length);
    const append = async (partition: number, indices: readonly number[]): Promise<void> => {
      const found = await this.appendTo(
        topic,
        partition,
        indices.flatMap((index) => records[index] ?? []),
      );
      indices.forEach((index, place) => (offsets[index] = found[place] ?? 0));
    };
    await Promise.all([...byPartition].map(([partition, indices]) => append(partition, indices)));
    return offsets;
  }

  private async appendTo<N extends TopicName>(
    topic: N,
    partition: number,
    records: readonly NewRecord<N>[],
  ): Promise<readonly number[]> {
    const target = this.partition(topic, partition);
    if (target instanceof MemoryPartition) {
      const { offsets, done } = target.append(records);
      if (done) await done;
      return offsets;
    }
    const base = await target.append(records);
    return records.map((_, index) => base + index);
  }

  private open<N extends TopicName>(topic: N, partition: number): AnyPartition<N> {
    const spec = TOPICS[topic];
    const { clock } = this.options;
    if (spec.embedded === 'memory') return new MemoryPartition(spec, false, clock);
    const { file, queue } = this.stores[spec.embedded];
    return new SqlitePartition(spec, partition, file, queue, clock);
  }

  protected override partition<N extends TopicName>(topic: N, partition: number): AnyPartition<N> {
    const partitions: readonly AnyPartition<N>[] | undefined = this.topics[topic];
    const found = partitions?.[partition];
    if (!found) throw new Error(`${topic} has no partition ${partition}.`);
    return found;
  }
}

function openStore(folder: string, name: string): Store {
  const file = openLogFile(join(folder, name));
  return { file, queue: new CommitQueue(file) };
}
