import { LOOPBACK } from '../places.js';

interface Settings {
  readonly data: string;
  readonly port: number;
  readonly controllerPort: number;
}

/** Lines of `server.properties`. */
export type KafkaProperties = Readonly<Record<string, string | number | boolean>>;

/**
 * One node that is broker and controller. With a replication factor above 1, groups would never get a coordinator.
 * `more`: stands beside these properties, or in their place.
 */
export function serverProperties(
  { data, port, controllerPort }: Settings,
  more: KafkaProperties = {},
): string {
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${LOOPBACK}:${controllerPort}`,
    listeners: `PLAINTEXT://${LOOPBACK}:${port},CONTROLLER://${LOOPBACK}:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${LOOPBACK}:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': data,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
    // The default of 128 MiB is a quarter of the heap.
    'log.cleaner.dedupe.buffer.size': 32 * 1024 * 1024,
    // The default asks for ten threads for each folder of logs, at the start and at the end.
    'num.recovery.threads.per.data.dir': 2,
    ...more,
  };
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** To standard output, which the stack writes to the log of the part. */
export const LOG4J2 = `status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = [%d] %p %m (%c)%n
rootLogger.level = info
rootLogger.appenderRef.out.ref = out
`;
