import type {
  Bounds,
  NewRecord,
  Ownership,
  OwnershipListener,
  Page,
  PartitionCounts,
  PartitionWriter,
  StoredRecord,
  Subscription,
  TopicName,
} from '@millrace/events';
import { EventLog, LogUnreachableError, UnknownOutcomeError } from '@millrace/events';
import type { MasterGroup } from './master-group.js';
import { ProcessFollower } from './process-follower.js';
import type { SimBroker } from './sim-broker.js';
import type { AppendFault, Weather } from './weather.js';
import { Wire } from './wire.js';
import type { WireEnds } from './wire.js';

export interface ProcessLogInit extends WireEnds {
  readonly broker: SimBroker;
  readonly group: MasterGroup;
}

/** The log as one process has it: over a wire, from brokers that may be away. */
export class ProcessLog extends EventLog {
  override readonly partitions: PartitionCounts;
  private readonly wire: Wire;

  constructor(private readonly init: ProcessLogInit) {
    super();
    this.partitions = init.broker.partitions;
    this.wire = new Wire(init);
  }

  override append<N extends TopicName>(
    topic: N,
    records: readonly NewRecord<N>[],
  ): Promise<readonly number[]> {
    const { broker, weather } = this.init;
    const unreachable = (reason: string): Error =>
      new LogUnreachableError(`${topic} cannot be written: ${reason}`);
    return this.wire.ask({
      work: () => records.map((record) => broker.store(topic, record)),
      lane: topic,
      fault: faultOf(topic, weather),
      isDown: () => weather.brokersDown,
      onSilence: unreachable,
    });
  }

  override async read<N extends TopicName>(
    topic: N,
    partition: number,
    from: number,
    limit: number,
  ): Promise<Page<N>> {
    const { broker } = this.init;
    const { records, end } = await this.look(topic, () => ({
      records: broker.page(topic, partition, from, limit),
      end: broker.bounds(topic, partition).end,
    }));
    const last = records.at(-1);
    return { records, next: last ? last.offset + 1 : Math.max(from, end) };
  }

  override bounds(topic: TopicName, partition: number): Promise<Bounds> {
    return this.look(topic, () => this.init.broker.bounds(topic, partition));
  }

  override deleteBefore(topic: TopicName, partition: number, offset: number): Promise<void> {
    return this.look(topic, () => this.init.broker.deleteBefore(topic, partition, offset));
  }

  override follow<N extends TopicName>(
    topic: N,
    partition: number,
    from: number | 'end',
    onRecords: (records: readonly StoredRecord<N>[]) => void,
  ): Subscription {
    return new ProcessFollower(this.init, { topic, partition, from, onRecords });
  }

  override openWriter(partition: number): PartitionWriter {
    const { broker, weather } = this.init;
    let closed = false;
    return {
      append: (texts) => {
        if (closed) throw new Error('A writer is not used after it was closed.');
        return this.wire.ask({
          work: () => {
            const offsets = texts.map((value) =>
              broker.store('workflow-events', { partition, key: String(partition), value }),
            );
            return offsets[0] ?? broker.bounds('workflow-events', partition).end;
          },
          fault: weather.appendFault(),
          isDown: () => weather.brokersDown,
          onSilence: (reason) => new UnknownOutcomeError(`Partition ${partition} was not written: ${reason}`),
        });
      },
      close: () => (closed = true),
    };
  }

  override own(listener: OwnershipListener): Promise<Ownership> {
    return this.init.group.join(this.init.process, listener);
  }

  override trouble(): string | undefined {
    return undefined;
  }

  override beginAt(): void {
    // Brokers keep what they were given: offsets never repeat.
  }

  override async close(): Promise<void> {
    // Nothing is held.
  }

  private look<T>(topic: TopicName, work: () => T): Promise<T> {
    return this.wire.ask({
      work,
      isDown: () => this.init.weather.brokersDown,
      onSilence: (reason) => new LogUnreachableError(`${topic} cannot be read: ${reason}`),
    });
  }
}

/**
 * A producer that numbers its sends stores once what it was told to be stored. Snapshots rely on that (L28); all else
 * has to bear more.
 */
function faultOf(topic: TopicName, weather: Weather): AppendFault {
  const fault = weather.appendFault();
  return topic === 'snapshots' && fault === 'twice' ? 'none' : fault;
}
