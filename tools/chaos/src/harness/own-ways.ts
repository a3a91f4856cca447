import { TcpProxy } from '@millrace/testing';
import type { Way } from '@millrace/testing';
import { KafkaProxy } from '../proxy/kafka-proxy.js';
import type { Trial } from '../row.js';

/** The ways of one service to Kafka and to Redis, which others do not share. */
export class OwnWays {
  private constructor(
    readonly kafka: KafkaProxy,
    readonly redis: TcpProxy,
  ) {}

  /** Open until the end that `onEnd` takes. */
  static async open({ endpoints, onEnd }: Pick<Trial, 'endpoints' | 'onEnd'>): Promise<OwnWays> {
    const redis = new TcpProxy(endpoints.redis);
    const kafka = await KafkaProxy.open(endpoints.kafka.brokers);
    onEnd(() => kafka.close());
    await redis.open();
    onEnd(() => redis.close());
    return new OwnWays(kafka, redis);
  }

  /** Variables with which a service takes them. */
  get environment(): Readonly<Record<string, string>> {
    return {
      MILLRACE_KAFKA_BROKERS: this.kafka.brokers.join(','),
      MILLRACE_REDIS_URL: `redis://127.0.0.1:${this.redis.port}`,
    };
  }

  /** Nothing comes or goes, and it all comes late when the cut is healed. */
  async hold(): Promise<void> {
    this.redis.inflict({ kind: 'hold', way: 'both' });
    await this.kafka.inflictAll({ kind: 'hold', way: 'both' });
  }

  /** What goes this way is lost. */
  async lose(way: Way): Promise<void> {
    this.redis.inflict({ kind: 'lose', way });
    await this.kafka.inflictAll({ kind: 'lose', way });
  }

  async heal(): Promise<void> {
    this.redis.heal();
    await this.kafka.heal();
  }
}
