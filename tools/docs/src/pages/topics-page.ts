import type { TopicAccess, TopicSpec } from '@millrace/events';
import { EMBEDDED_PARTITIONS, ROLES, TOPICS, accessOf } from '@millrace/events';
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
        topic.writtenBy.join(', '),
        topic.readBy.join(', '),
        keptText(topic),
        EMBEDDED[topic.embedded],
      ]),
    ),
    '## Who may do what',
    `The rights of each role on Kafka, made from the same catalogue: give each service an account of its own, and no rights but these. \`<prefix>\` is the setting \`kafka.prefix\`. Beside them a master needs \`Read\` on the group \`<prefix>masters\`, and an operator who runs \`millrace topics apply\` needs \`Create\` on the cluster where the brokers ask for it.`,
    table(
      ['role', 'topics', 'rights'],
      ROLES.flatMap((role) => byRights(accessOf(role)).map(([rights, topics]) => [role, topics, rights])),
    ),
    'Alerts are named where they will read. In a data folder there are no accounts: whoever may read the folder may do all of it.',
    'An append to `task-status` is acknowledged when its record has been decided and the decision is in the log, so a worker keeps its reports until then.',
  ]);
}

/** Topics with the same rights share a line. */
function byRights(access: readonly TopicAccess[]): readonly (readonly [rights: string, topics: string])[] {
  const topics = new Map<string, string[]>();
  for (const { topic, rights } of access) {
    const key = rights.toSorted().join(', ');
    topics.set(key, [...(topics.get(key) ?? []), code(`<prefix>${topic}`)]);
  }
  return [...topics].map(([rights, names]) => [rights, names.join(', ')] as const);
}

function keptText({ kept, deletedBy }: TopicSpec): string {
  if (kept === 'compacted') return 'newest of each key';
  const time = kept < 1 ? `${Math.round(kept * 24)} h` : `${kept} d`;
  return deletedBy ? `${time}, then until nobody needs it` : time;
}
