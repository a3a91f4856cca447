export { folderFailureOf } from './adapters/sqlite/folder-failure.js';
export { MemoryEventLog } from './adapters/memory/memory-event-log.js';
export type { MemoryLogOptions } from './adapters/memory/memory-event-log.js';
export { keepPrivate } from './adapters/sqlite/private-file.js';
export { readCatalogue } from './adapters/sqlite/read-catalogue.js';
export type { LogFolder } from './adapters/sqlite/read-catalogue.js';
export { readTopic } from './adapters/sqlite/read-topic.js';
export type { FiledRecord, FiledTopic } from './adapters/sqlite/read-topic.js';
export { SqliteEventLog } from './adapters/sqlite/sqlite-event-log.js';
export type { SqliteLogOptions } from './adapters/sqlite/sqlite-event-log.js';
export { diskFullOf, unusable } from './adapters/sqlite/sqlite-failure.js';
export { SqliteLogReader } from './adapters/sqlite/sqlite-log-reader.js';
export { archiveFolder, decodeSegment, encodeSegment, segmentKey, stretchOf } from './archive/segment.js';
export type { ArchivedRecord } from './archive/segment.js';
export { goesBack } from './catalog-order.js';
export { Catalogue } from './catalogue.js';
export { CatalogueFeed } from './catalogue-feed.js';
export type { DedupPart, KnownCommand } from './dedup-index.js';
export type { ParkedCommand } from './parked-commands.js';
export { EventLog } from './event-log.js';
export type {
  Bounds,
  Fence,
  NewRecord,
  Ownership,
  OwnershipListener,
  Page,
  PartitionWriter,
  StoredRecord,
  Subscription,
} from './event-log.js';
export { FOLD_START, Fold } from './fold.js';
export type { FoldState, Judged } from './fold.js';
export { createLog } from './log-birth.js';
export {
  ClockError,
  ClusterMismatchError,
  DataFolderError,
  FencedError,
  LogCorruptError,
  LogError,
  LogFileError,
  LogFullError,
  LogInUseError,
  LogTooNewError,
  LogUnreachableError,
  RecordTooLargeError,
  UnknownOutcomeError,
} from './log-errors.js';
export { MAX_CATALOG_ENTRY_BYTES } from './messages/catalog-entry.js';
export type {
  CatalogEntry,
  DefinitionEntry,
  EntryName,
  ProjectEntry,
  VersionEntry,
  WorkflowEntry,
} from './messages/catalog-entry.js';
export { MailState } from './mail-state.js';
export type { MailSnapshot, UnackedMail } from './mail-state.js';
export { MAX_COMMAND_BYTES, commandMessage } from './messages/command-message.js';
export type { CommandMessage } from './messages/command-message.js';
export { fittingLetter } from './messages/dead-letter.js';
export type { DeadLetter } from './messages/dead-letter.js';
export type { LogLine, LogLines } from './messages/log-lines.js';
export type { Mail } from './messages/mail.js';
export type { Reply, ReplyMessage } from './messages/reply.js';
export { TOMBSTONE } from './messages/snapshot-entry.js';
export type { SnapshotEntry } from './messages/snapshot-entry.js';
export type { TaskControl } from './messages/task-control.js';
export type { RunOfDispatch, TaskDispatch } from './messages/task-dispatch.js';
export type { TaskReport } from './messages/task-report.js';
export type { MeasuredLoad, WorkerHeartbeat } from './messages/worker-heartbeat.js';
export { murmur2, partitionOfKey } from './murmur2.js';
export type { LostIncarnation } from './partition-state.js';
export { DEDUP_WINDOW_MS, PartitionState } from './partition-state.js';
export { formatPosition, parsePosition } from './position-token.js';
export type { PositionToken } from './position-token.js';
export { decodeRecord, encodeRecord } from './record-codec.js';
export { makeRunId, partitionOfRun } from './run-id.js';
export { accessOf } from './topic-access.js';
export type { TopicAccess, TopicRight } from './topic-access.js';
export { EMBEDDED_PARTITIONS, ROLES, TOPICS, laneOf, partitionsOf } from './topics.js';
export type { PartitionCounts, Role, TopicName, TopicSpec, TopicValues } from './topics.js';
export { RECORD_VERSION } from './workflow-record.js';
export type {
  Cause,
  ClaimRecord,
  CommandRecord,
  CreatedRecord,
  InputPosition,
  Outcome,
  OutcomeDetails,
  RecordedEvent,
  WorkflowRecord,
} from './workflow-record.js';
