/** Requests of Kafka's protocol by the number that stands at their beginning: all that kafkajs 2.2.4 sends. */
export const API_KEYS = {
  Produce: 0,
  Fetch: 1,
  ListOffsets: 2,
  Metadata: 3,
  OffsetCommit: 8,
  OffsetFetch: 9,
  FindCoordinator: 10,
  JoinGroup: 11,
  Heartbeat: 12,
  LeaveGroup: 13,
  SyncGroup: 14,
  DescribeGroups: 15,
  ListGroups: 16,
  SaslHandshake: 17,
  ApiVersions: 18,
  CreateTopics: 19,
  DeleteTopics: 20,
  DeleteRecords: 21,
  InitProducerId: 22,
  AddPartitionsToTxn: 24,
  AddOffsetsToTxn: 25,
  EndTxn: 26,
  TxnOffsetCommit: 28,
  DescribeAcls: 29,
  CreateAcls: 30,
  DeleteAcls: 31,
  DescribeConfigs: 32,
  AlterConfigs: 33,
  SaslAuthenticate: 36,
  CreatePartitions: 37,
  DeleteGroups: 42,
  AlterPartitionReassignments: 45,
  ListPartitionReassignments: 46,
} as const;

export type ApiName = keyof typeof API_KEYS;

const NAMES = new Map<number, ApiName>(
  (Object.keys(API_KEYS) as ApiName[]).map((name) => [API_KEYS[name], name]),
);

/**
 * Versions that can be read as they are: in later ones a request has a header of another form, or an answer names
 * brokers in a place of which nothing is known here. Others pass unread, in every version.
 */
const READ: { readonly [Name in ApiName]?: { readonly first: number; readonly last: number } } = {
  Produce: { first: 0, last: 8 },
  Fetch: { first: 0, last: 11 },
  Metadata: { first: 0, last: 8 },
  FindCoordinator: { first: 0, last: 2 },
  // After version 0 come bytes without a frame.
  SaslHandshake: { first: 1, last: 1 },
};

/** Throws for a request that is not known, or not in this version. */
export function apiNameOf(key: number, version: number): ApiName {
  const name = NAMES.get(key);
  if (!name) throw new Error(`A request has API key ${key}, which is not known here.`);
  const { first, last } = READ[name] ?? { first: 0, last: Infinity };
  if (version < first || version > last)
    throw new Error(`${name} has version ${version}, and ${first} to ${last} are known here.`);
  return name;
}
