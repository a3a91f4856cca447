import type { Role, TopicName } from './topics.js';
import { TOPICS } from './topics.js';

/** Operations of Kafka's ACLs, as it names them. */
export type TopicRight =
  'AlterConfigs' | 'Create' | 'Delete' | 'Describe' | 'DescribeConfigs' | 'Read' | 'Write';

/** What a role must be allowed on one topic; nothing else is needed, and nothing else should be given. */
export interface TopicAccess {
  readonly topic: TopicName;
  readonly rights: readonly TopicRight[];
}

/** Every service compares all topics with the catalogue when it starts. */
const LOOKS: readonly TopicRight[] = ['Describe', 'DescribeConfigs'];

/** Makes topics and sets what differs; the counts of partitions are never altered. */
const LOOKS_AFTER: readonly TopicRight[] = ['Create', 'AlterConfigs', ...LOOKS];

/**
 * The rights of a role on Kafka's topics, made from the catalogue. Beside them a master needs `Read` on the group
 * `<prefix>masters`, and an operator `Create` where the brokers ask for it on the cluster; nobody else needs a group.
 */
export function accessOf(role: Role): readonly TopicAccess[] {
  return Object.values(TOPICS).flatMap(({ name }) => {
    const rights = rightsOn(name, role);
    return rights.length === 0 ? [] : [{ topic: name, rights }];
  });
}

function rightsOn(topic: TopicName, role: Role): readonly TopicRight[] {
  const { writtenBy, readBy, deletedBy } = TOPICS[topic];
  const own: TopicRight[] = [];
  if (readBy.includes(role)) own.push('Read');
  if (writtenBy.includes(role)) own.push('Write');
  if (role === 'upstream') return own.length === 0 ? [] : ['Describe', ...own];
  if (role === 'operator') {
    // A new log gets its first records.
    if (topic === 'workflow-events') own.push('Write');
    return [...LOOKS_AFTER, ...own];
  }
  if (role === 'master' && deletedBy) own.push('Delete');
  return [...LOOKS, ...own];
}
