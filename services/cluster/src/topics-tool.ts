import { randomUUID } from 'node:crypto';
import { createLog } from '@millrace/events';
import type { TopicDrift } from '@millrace/events/kafka';
import { KafkaEventLog, applyTopics, diffTopics } from '@millrace/events/kafka';
import { EXIT } from '@millrace/nest-kit';
import type { KafkaSection } from './config/service-config.js';
import { kafkaSettingsOf } from './open-log.js';

/** What goes wrong for good is thrown; that a new topic is not served yet is not worth a line. */
const say = (): void => undefined;

export interface TopicsResult {
  readonly text: string;
  readonly json: unknown;
  readonly exitCode: number;
}

/**
 * Makes the topics as the catalogue has them, or tells how they differ. Only `apply` gives the log its first records: a
 * log is created once, by an operator, and never by a service that found nothing.
 */
export async function topics(action: 'apply' | 'diff', kafka: KafkaSection): Promise<TopicsResult> {
  const settings = kafkaSettingsOf(kafka);
  if (action === 'diff') {
    const drift = await diffTopics(settings, kafka.replication, say);
    return {
      text: textOf(drift, 'differs'),
      json: drift,
      exitCode: drift.length === 0 ? EXIT.ok : EXIT.conflict,
    };
  }
  const applied = await applyTopics(settings, kafka.replication, say);
  const left = applied.filter(({ mendable }) => !mendable);
  const log = await KafkaEventLog.open(settings, say);
  try {
    await createLog(log, randomUUID, Date.now());
  } finally {
    await log.close();
  }
  return {
    text: textOf(applied, 'applied'),
    json: applied,
    exitCode: left.length === 0 ? EXIT.ok : EXIT.conflict,
  };
}

function textOf(drift: readonly TopicDrift[], word: 'differs' | 'applied'): string {
  if (drift.length === 0) return 'All topics are as the catalogue has them.\n';
  return drift
    .map(({ topic, what, wanted, found, mendable }) => {
      const done = word === 'applied' && mendable ? 'set to' : 'should be';
      const hint = mendable ? '' : ' (an operator must see to it)';
      return `${topic}  ${what} is ${found ?? 'missing'}, ${done} ${wanted}${hint}\n`;
    })
    .join('');
}
