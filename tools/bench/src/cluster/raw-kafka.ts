import type { KafkaEventLog } from '@millrace/events/kafka';
import type { Benchmark } from '../benchmark.js';
import { quantile } from '../statistics.js';

const VALUE = 'x'.repeat(600);
/** Whoever writes: nothing judges these records. */
const FENCE = { epoch: 1, nonce: 'bench' };

/** Records of a topic of its own, one at a time: what one durable step costs at least through this client. */
class OneAtATime {
  private readonly writer;
  private arrived: ((at: number) => void) | undefined;

  constructor(log: KafkaEventLog) {
    this.writer = log.openWriter(0);
    log.follow('workflow-events', 0, 0, () => this.arrived?.(performance.now()));
  }

  /** Milliseconds until one more record is acknowledged, and until a reader in the same process has it. */
  async one(): Promise<{ readonly append: number; readonly roundtrip: number }> {
    const arrival = new Promise<number>((resolve) => (this.arrived = resolve));
    const since = performance.now();
    await this.writer.append([VALUE], FENCE);
    const append = performance.now() - since;
    return { append, roundtrip: (await arrival) - since };
  }
}

export const rawKafka: Benchmark = {
  figures: [
    { name: 'raw_kafka_append_ms_p50', unit: 'ms' },
    { name: 'raw_kafka_append_ms_p99', unit: 'ms' },
    { name: 'raw_kafka_roundtrip_ms_p50', unit: 'ms' },
    { name: 'raw_kafka_roundtrip_ms_p99', unit: 'ms' },
  ],
  what: '1 000 records of 600 bytes, one after the other, by an idempotent producer that waits for all replicas: until acknowledged, and until a reader in the same process has it',
  open: async (context) => {
    const records = new OneAtATime(await context.openOwnLog());
    return {
      round: async () => {
        const times = [];
        for (let count = context.quick ? 100 : 1000; count > 0; count -= 1) times.push(await records.one());
        const [appends, roundtrips] = [
          times.map(({ append }) => append),
          times.map(({ roundtrip }) => roundtrip),
        ];
        return {
          raw_kafka_append_ms_p50: quantile(appends, 0.5),
          raw_kafka_append_ms_p99: quantile(appends, 0.99),
          raw_kafka_roundtrip_ms_p50: quantile(roundtrips, 0.5),
          raw_kafka_roundtrip_ms_p99: quantile(roundtrips, 0.99),
        };
      },
    };
  },
};
