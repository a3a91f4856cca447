import { join } from 'node:path';
import { formatAddress } from '../parts/addresses.js';
import { newClusterId, prepareKafka } from '../parts/kafka.js';
import type { KafkaProperties } from '../parts/kafka-properties.js';
import type { Launch } from '../parts/part.js';
import { LOOPBACK } from '../places.js';
import { freePorts } from './free-ports.js';
import { startAndServe } from './start-native.js';

/** One of several brokers that know each other. */
export interface OwnBroker {
  /** Where clients reach it, `host:port`; the same after a restart. */
  readonly address: string;
  /**
   * Starts it with the data that it had and waits until it serves: the first time all must be started at once. `note`
   * hears of the process, which outlives this one, before anything can go wrong with it.
   */
  start(note: (pid: number) => void): Promise<void>;
}

/** Kafka brokers that somebody has alone, of which `count - 1` must live; with their data in `home`. None runs yet. */
export async function prepareOwnBrokers(home: string, count: number): Promise<readonly OwnBroker[]> {
  const ports = await freePorts(Array.from({ length: 2 * count }, () => 0));
  const clusterId = newClusterId();
  const voters = Array.from({ length: count }, (_, at) => `${at + 1}@${LOOPBACK}:${ports[2 * at + 1] ?? 0}`);
  return await Promise.all(
    voters.map(async (_, at) => {
      const [port = 0, controller = 0] = ports.slice(2 * at);
      const own = join(home, `broker-${at + 1}`);
      const properties = propertiesOf(at + 1, voters);
      const launch = await prepareKafka(own, [port, controller], { properties, clusterId });
      return brokerOf(own, port, launch);
    }),
  );
}

function brokerOf(home: string, port: number, launch: Launch): OwnBroker {
  return {
    address: formatAddress({ host: LOOPBACK, port }),
    start: async (note) => {
      await startAndServe('kafka', launch, { home, port, note: ({ pid }) => note(pid) });
    },
  };
}

/** What Kafka itself keeps is kept as its users' topics are: by all, and by one less at least. */
function propertiesOf(node: number, voters: readonly string[]): KafkaProperties {
  const [copies, least] = [voters.length, Math.max(1, voters.length - 1)];
  return {
    'node.id': node,
    'controller.quorum.voters': voters.join(','),
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': least,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': least,
  };
}
