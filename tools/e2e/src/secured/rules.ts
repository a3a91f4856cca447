import type { Role, TopicRight } from '@millrace/events';
import { accessOf } from '@millrace/events';
import type { AclEntry, AclResourceTypes } from 'kafkajs';
import kafkajs from 'kafkajs';
import type { SecuredKafka } from './secured-kafka.js';
import { ADMIN } from './secured-kafka.js';

// The module has most of its names only in its default export, however it is loaded.
const {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes: OF,
  Kafka,
  ResourcePatternTypes,
  logLevel,
} = kafkajs;

const OPERATION: Readonly<Record<TopicRight, AclEntry['operation']>> = {
  AlterConfigs: AclOperationTypes.ALTER_CONFIGS,
  Create: AclOperationTypes.CREATE,
  Delete: AclOperationTypes.DELETE,
  Describe: AclOperationTypes.DESCRIBE,
  DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
};

/** The rules for the account of a role: what the catalogue says, and nothing else. */
export function rulesOf(role: Role, prefix: string): readonly AclEntry[] {
  const onTopics = accessOf(role).flatMap(({ topic, rights }) =>
    rights.map((right) => ruleFor(role, OF.TOPIC, `${prefix}${topic}`, right)),
  );
  return role === 'master' ? [...onTopics, ruleFor(role, OF.GROUP, `${prefix}masters`, 'Read')] : onTopics;
}

/** Gives every account that is called like a role the rights of that role. */
export async function makeRules(kafka: SecuredKafka, roles: readonly Role[], prefix: string): Promise<void> {
  await addRules(
    kafka,
    roles.flatMap((role) => rulesOf(role, prefix)),
  );
}

/** Gives an account one right on one topic. */
export async function giveRight(
  kafka: SecuredKafka,
  account: string,
  topic: string,
  right: TopicRight,
): Promise<void> {
  await addRules(kafka, [ruleFor(account, OF.TOPIC, topic, right)]);
}

function ruleFor(account: string, kind: AclResourceTypes, name: string, right: TopicRight): AclEntry {
  return {
    resourceType: kind,
    resourceName: name,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: `User:${account}`,
    host: '*',
    operation: OPERATION[right],
    permissionType: AclPermissionTypes.ALLOW,
  };
}

async function addRules(kafka: SecuredKafka, acl: AclEntry[]): Promise<void> {
  const { brokers, tls, login } = kafka.access(ADMIN);
  const { username, password } = login;
  const admin = new Kafka({
    brokers: [...brokers],
    ssl: { ca: [tls.ca ?? ''] },
    sasl: { mechanism: 'scram-sha-512', username, password },
    logLevel: logLevel.NOTHING,
  }).admin();
  await admin.connect();
  try {
    await admin.createAcls({ acl });
  } finally {
    await admin.disconnect();
  }
}
