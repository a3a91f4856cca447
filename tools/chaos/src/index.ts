export { OwnWays } from './harness/own-ways.js';
export { seconds, shuffled, wholeFrom } from './harness/words.js';
export { KafkaProxy } from './proxy/kafka-proxy.js';
export type { Inflicted, KafkaToxic } from './proxy/kafka-toxic.js';
export type { AnyRow, ChaosRow, SuiteRow, Trial } from './row.js';
export { rows } from './rows/index.js';
