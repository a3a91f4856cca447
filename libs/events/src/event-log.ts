import type { PartitionCounts, TopicName, TopicValues } from './topics.js';

export interface NewRecord<N extends TopicName> {
  readonly partition: number;
  readonly key: string | null;
  readonly value: TopicValues[N];
}

export interface StoredRecord<N extends TopicName> {
  readonly offset: number;
  /** When the log took it, epoch milliseconds of the log's clock. */
  readonly time: number;
  readonly key: string | null;
  readonly value: TopicValues[N];
}

export interface Page<N extends TopicName> {
  readonly records: readonly StoredRecord<N>[];
  /** Offset to read on from. */
  readonly next: number;
}

export interface Bounds {
  /** Lowest offset that is still there. */
  readonly start: number;
  /** Offset that the next record will get. */
  readonly end: number;
}

/** Who writes to a partition of `workflow-events`: every send names the claim under which it is made. */
export interface Fence {
  readonly epoch: number;
  readonly nonce: string;
}

/** Writes one partition of `workflow-events`; thrown away after any unknown outcome (L13). */
export interface PartitionWriter {
  /**
   * Appends texts in order, as a whole, and gives the offset of the first. One send at a time: a second call before
   * the first has settled is a fault of the caller. `claim`: the text is a claim, which makes `fence` the current one.
   * Throws UnknownOutcomeError (stored now, later or never), FencedError or LogFullError (nothing stored).
   */
  append(texts: readonly string[], fence: Fence, claim?: 'claim'): Promise<number>;
  close(): void;
}

export interface Subscription {
  /** Stops delivery until `resume`; what comes meanwhile waits in the log. */
  pause(): void;
  resume(): void;
  /** All records below this offset have been handled for good. */
  commit(next: number): void;
  close(): void;
}

export interface OwnershipListener {
  assigned(partitions: readonly number[]): void;
  revoked(partitions: readonly number[]): void;
}

export interface Ownership {
  /** Resolves when the masters that share the partitions have answered that this process is one of them now (L17). */
  confirm(): Promise<void>;
  leave(): Promise<void>;
}

/**
 * The port to the log. It appends, says where records landed, and reads from any position. It leaves out: transactions
 * over topics (one record is atomic, and that is enough), positions of readers (they live beside what the reader
 * makes), ordering over partitions, and any promise that a record is stored once: writers and readers obey the log
 * protocol, so doubled, late and unacknowledged appends do no harm.
 */
export abstract class EventLog {
  abstract readonly partitions: PartitionCounts;

  /** Appends; resolves with the offsets when the records are durable. Records of one call keep their order per partition. */
  abstract append<N extends TopicName>(
    topic: N,
    records: readonly NewRecord<N>[],
  ): Promise<readonly number[]>;

  /** Up to `limit` records from `from` on, fewer where they are large; empty only at the end. Below the start or beyond the end: LogCorruptError (L6). */
  abstract read<N extends TopicName>(
    topic: N,
    partition: number,
    from: number,
    limit: number,
  ): Promise<Page<N>>;

  abstract bounds(topic: TopicName, partition: number): Promise<Bounds>;

  /**
   * Gives up all records of a partition below the offset, for good; how many of them it keeps nevertheless is for the
   * log to decide, and it never takes one above. Offsets stay as they are.
   */
  abstract deleteBefore(topic: TopicName, partition: number, offset: number): Promise<void>;

  /**
   * Delivers everything from `from` on, in order, as it comes. `onRecords` must only take and return: one slow reader
   * may hold up others. `from: 'end'`: only what comes from now on; where a log has to ask for its end first, what comes
   * before the answer may be left out, so who must not miss anything asks for `bounds` and gives a number.
   */
  abstract follow<N extends TopicName>(
    topic: N,
    partition: number,
    from: number | 'end',
    onRecords: (records: readonly StoredRecord<N>[]) => void,
  ): Subscription;

  abstract openWriter(partition: number): PartitionWriter;

  /** Joins the masters that share the partitions; the listener hears which are this process's. */
  abstract own(listener: OwnershipListener): Promise<Ownership>;

  /** Why the log takes nothing at present, in a sentence; undefined when the last append went well. */
  abstract trouble(): string | undefined;

  /** A memory topic begins where its reader says, so that its offsets never repeat (L57). Others ignore it. */
  abstract beginAt(topic: TopicName, partition: number, offset: number): void;

  abstract close(): Promise<void>;
}
