import type { RunEvent } from '@millrace/dag';
import type { Cause, InputPosition, Outcome, RecordedEvent, WorkflowRecord } from '@millrace/events';
import { MemoryEventLog, RECORD_VERSION, createLog, encodeRecord } from '@millrace/events';

type DataOf<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>['data'];

/** An event as the log has it. */
export function fact<T extends RunEvent['type']>(type: T, data: DataOf<T>): RecordedEvent {
  return { type, v: 1, data };
}

export function runStarted(run: string, changes: Partial<DataOf<'RunStarted'>> = {}): RecordedEvent {
  return fact('RunStarted', {
    run,
    project: 'demo',
    workflow: 'nightly',
    version: 3,
    definition: 'hash',
    params: { n: 7 },
    labels: { team: 'data' },
    trigger: 'api',
    priority: 'medium',
    logicalDate: [1000, 'Europe/Berlin'],
    ...changes,
  });
}

export interface RecordOptions {
  readonly at?: number;
  readonly input?: InputPosition | null;
  readonly cause?: Cause;
  /** Default: accepted where there is an input. */
  readonly outcome?: Outcome;
}

interface Owner {
  readonly logId: string;
  epoch: number;
  nonce: string;
  seq: number;
}

/** A log in memory with an owner of each partition, and ways to write what an owner never would. */
export class RecordedLog {
  private readonly owners: Owner[] = [];
  private clock = 1_000_000;

  private constructor(readonly log: MemoryEventLog) {}

  static async create(partitions = 1, name = 'log'): Promise<RecordedLog> {
    const log = new MemoryEventLog({ partitions: { P: partitions, L: 1 }, clock: () => 0 });
    const recorded = new RecordedLog(log);
    await createLog(
      log,
      () => {
        const logId = `${name}-${recorded.owners.length}`;
        recorded.owners.push({ logId, epoch: 0, nonce: '', seq: 0 });
        return logId;
      },
      0,
    );
    for (let partition = 0; partition < partitions; partition += 1) await recorded.claim(partition);
    return recorded;
  }

  async claim(partition = 0): Promise<void> {
    const owner = this.owner(partition);
    owner.epoch += 1;
    owner.nonce = `nonce-${owner.epoch}`;
    await this.append(partition, this.claimOf(owner));
  }

  /** A record of the owner; gives its offset. */
  async record(
    run: string,
    events: readonly RecordedEvent[],
    options: RecordOptions = {},
    partition = 0,
  ): Promise<number> {
    const owner = this.owner(partition);
    owner.seq += 1;
    return this.append(partition, this.recordOf(owner, run, events, options));
  }

  /** The last record once more, as a retried send may store it. */
  async doubled(run: string, events: readonly RecordedEvent[], partition = 0): Promise<void> {
    await this.append(partition, this.recordOf(this.owner(partition), run, events, {}));
  }

  /** What a master writes that was paused and does not know that it lost the partition. */
  async zombie(run: string, events: readonly RecordedEvent[], partition = 0): Promise<void> {
    const owner = { ...this.owner(partition), epoch: 0, nonce: 'nonce-0', seq: 1 };
    await this.append(partition, this.recordOf(owner, run, events, {}));
    await this.append(partition, this.claimOf({ ...owner, epoch: 1 }));
  }

  /** A record after one that the log lacks. */
  async gap(run: string, partition = 0): Promise<void> {
    this.owner(partition).seq += 1;
    await this.record(run, [], {}, partition);
  }

  private claimOf({ logId, epoch, nonce }: Owner): WorkflowRecord {
    return { v: RECORD_VERSION, logId, now: this.clock, kind: 'claim', epoch, nonce, owner: 'test' };
  }

  private recordOf(
    owner: Owner,
    run: string,
    events: readonly RecordedEvent[],
    { at, input, cause = { type: 'Test' }, outcome }: RecordOptions,
  ): WorkflowRecord {
    this.clock += 1;
    const { logId, epoch, nonce, seq } = owner;
    const usual = input === undefined ? null : ({ accepted: true, ref: run } as const);
    return {
      v: RECORD_VERSION,
      logId,
      kind: 'record',
      epoch,
      nonce,
      seq,
      input: input ?? null,
      cause,
      outcome: outcome ?? usual,
      now: at ?? this.clock,
      aggs: events.some((event) => event.a !== -1) ? [{ id: run, aseq: seq }] : [],
      events,
      doneTo: 0,
    };
  }

  private async append(partition: number, record: WorkflowRecord): Promise<number> {
    const value = encodeRecord(record);
    const [offset] = await this.log.append('workflow-events', [{ partition, key: String(partition), value }]);
    return offset ?? -1;
  }

  private owner(partition: number): Owner {
    const owner = this.owners[partition];
    if (!owner) throw new Error(`There is no partition ${partition}.`);
    return owner;
  }
}
