export { KafkaProxy } from './proxy/kafka-proxy.js';
export type { Inflicted, KafkaToxic } from './proxy/kafka-toxic.js';
export type { AnyRow, ChaosRow, SuiteRow, Trial } from './row.js';
export { rows } from './rows/index.js';
