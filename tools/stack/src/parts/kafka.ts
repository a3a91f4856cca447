import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOOPBACK } from '../places.js';
import { kafkaAnswers } from '../probes/kafka-probe.js';
import { mustRun } from '../processes/run-command.js';
import { formatAddress, parseAddress } from './addresses.js';
import { fetchJars, hasJars, JARS } from './kafka-jars.js';
import type { KafkaProperties } from './kafka-properties.js';
import { LOG4J2, serverProperties } from './kafka-properties.js';
import type { Launch, Part, StackEndpoints } from './part.js';

const CLASSES = ['-cp', join(JARS, '*')];

/** The form of Kafka's own ids: 16 bytes in base64url. One that begins with a dash would be taken for an option. */
export const newClusterId = (): string => randomBytes(16).toString('base64url').replace(/^-/, 'A');

/** What a Kafka is told beyond what every one of the stack is told. */
export interface KafkaExtras {
  readonly properties?: KafkaProperties;
  /** Of the tool that formats the data, as people type them: accounts are made by it. */
  readonly formatArgs?: readonly string[];
  /** Of all brokers that belong together; default: one of its own. */
  readonly clusterId?: string;
  /** Of Java, for the broker. */
  readonly javaArgs?: readonly string[];
}

async function formatData(
  data: string,
  properties: string,
  { formatArgs = [], clusterId = newClusterId() }: KafkaExtras,
): Promise<void> {
  if (existsSync(join(data, 'meta.properties'))) return;
  await mustRun('java', [
    ...['-Xshare:auto', '-XX:TieredStopAtLevel=1', ...CLASSES, 'kafka.tools.StorageTool'],
    ...['format', '--ignore-formatted', '-t', clusterId, '-c', properties, ...formatArgs],
  ]);
}

/** Makes the data and the files of a Kafka in `home`, and says what to run. */
export async function prepareKafka(
  home: string,
  [port = 0, controllerPort = 0]: readonly number[],
  extras: KafkaExtras = {},
): Promise<Launch> {
  const { properties: more = {}, javaArgs = [] } = extras;
  await mkdir(home, { recursive: true });
  const [data, properties, log4j2] = [
    join(home, 'data'),
    join(home, 'server.properties'),
    join(home, 'log4j2.properties'),
  ];
  await Promise.all([
    fetchJars(),
    writeFile(properties, serverProperties({ data, port, controllerPort }, more)),
    writeFile(log4j2, LOG4J2),
  ]);
  await formatData(data, properties, extras);
  return {
    program: 'java',
    args: [
      ...['-Xms256m', '-Xmx512m', ...javaArgs, `-Dlog4j2.configurationFile=${log4j2}`],
      ...[...CLASSES, 'kafka.Kafka', properties],
    ],
  };
}

export const kafka: Part<StackEndpoints['kafka']> = {
  variable: 'MILLRACE_STACK_KAFKA',
  variableForm: 'host:port, more of them with commas',
  ports: [19_092, 19_093],
  fromVariable(text) {
    const addresses = text.split(',').map(parseAddress);
    const known = addresses.filter((address) => address !== undefined);
    if (known.length < addresses.length) return undefined;
    return { endpoint: { brokers: known.map(formatAddress) }, addresses: known };
  },
  textAt: (port) => `${LOOPBACK}:${port}`,
  answers: kafkaAnswers,
  needs: () => [
    { program: 'java', package: 'default-jre-headless' },
    ...(hasJars() ? [] : [{ program: 'mvn', package: 'maven' }]),
  ],
  prepare: (home, ports) => prepareKafka(home, ports),
};
