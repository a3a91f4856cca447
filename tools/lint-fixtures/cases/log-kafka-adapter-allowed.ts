// stands at: libs/events/src/adapters/kafka/lint-probe.ts
// passes: millrace/driver-home, millrace/shared-library, millrace/pure-imports, no-restricted-globals
import { Kafka } from 'kafkajs';

export const started = Date.now();
export const used = [Kafka];
