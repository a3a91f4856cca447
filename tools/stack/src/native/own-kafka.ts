import { rmSync } from 'node:fs';
import type { KafkaExtras } from '../parts/kafka.js';
import { prepareKafka } from '../parts/kafka.js';
import { endProcess } from '../processes/detached-process.js';
import { freePorts } from './free-ports.js';
import { startAndServe } from './start-native.js';

/** Where a Kafka listens. */
export interface OwnKafkaPorts {
  /** Without encryption and login: by it the broker itself comes. */
  readonly broker: number;
  readonly controller: number;
  /** Free for a listener that `extras` tells it of. */
  readonly other: number;
}

/** A Kafka that somebody has alone, told what nobody else's is told. */
export interface OwnKafka {
  readonly ports: OwnKafkaPorts;
  /** Ends it and removes its home. */
  remove(): Promise<void>;
}

export interface OwnKafkaOptions {
  /** A folder that is there for it alone. */
  readonly home: string;
  /** What it is told beyond its usual settings. */
  readonly extras: (ports: OwnKafkaPorts) => KafkaExtras;
  /** Hears of the process, which outlives this one, before anything can go wrong with it. */
  readonly note: (pid: number) => void;
}

/** Starts a Kafka beside those of the stack, on ports that nobody has. Throws, with the end of its log, where it does not come up. */
export async function startOwnKafka({ home, extras, note }: OwnKafkaOptions): Promise<OwnKafka> {
  const [broker = 0, controller = 0, other = 0] = await freePorts([0, 0, 0]);
  const ports = { broker, controller, other };
  const launch = await prepareKafka(home, [broker, controller], extras(ports));
  const process = await startAndServe('kafka', launch, { home, port: broker, note: ({ pid }) => note(pid) });
  return {
    ports,
    remove: async () => {
      await endProcess(process);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
