import type { KafkaHarness } from './kafka-harness.js';

/** Topics of its own, on a real broker. The client is loaded only here. */
export async function openKafka(brokers: readonly string[]): Promise<KafkaHarness> {
  return (await import('./kafka-harness.js')).openKafkaHarness(brokers);
}
