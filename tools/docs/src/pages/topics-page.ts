import type { TopicSpec } from '@millrace/events';
import { EMBEDDED_PARTITIONS, TOPICS } from '@millrace/events';
import { code, page, table } from '../markdown.js';

const EMBEDDED: Readonly<Record<TopicSpec['embedded'], string>> = {
  log: 'file `log.db`',
  bulk: 'file `task-logs.db`',
  memory: 'memory',
};

/** The catalogue of topics. */
export function topicsPage(): string {
  const { P, L } = EMBEDDED_PARTITIONS;
  return page('Topics', [
    'A topic is a named sequence of records in the log, split into partitions. All topics are declared in `libs/events/src/topics.ts`.',
    `\`P\` and \`L\` are fixed when a log is created; the embedded log has P = ${P} and L = ${L}. "Kept" is what the topic promises to its readers; the embedded log removes nothing but older records of a compacted key. "Embedded" is where the records stand in a data folder; what can be derived again stays in memory.`,
    table(
      ['topic', 'key', 'partitions', 'written by', 'read by', 'kept', 'embedded'],
      Object.values(TOPICS).map((topic: TopicSpec) => [
        code(topic.name),
        topic.key,
        String(topic.partitions),
        topic.writtenBy,
        topic.readBy,
        keptText(topic.kept),
        EMBEDDED[topic.embedded],
      ]),
    ),
    'Schedules, alerts and upstream systems are named where they will read and write; so far the only writers and readers are in the one process that has the data folder.',
    'An append to `task-status` is acknowledged when its record has been decided and the decision is in the log, so a worker keeps its reports until then.',
  ]);
}

function keptText(kept: TopicSpec['kept']): string {
  if (kept === 'forever') return 'without limit';
  if (kept === 'compacted') return 'newest of each key';
  return kept < 1 ? `${Math.round(kept * 24)} h` : `${kept} d`;
}
