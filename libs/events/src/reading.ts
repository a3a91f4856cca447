/**
 * What a reader of `workflow-events` in a thread of its own needs, and nothing of the domain: a second heap with
 * expressions and schemas in it costs 30 MB.
 */
export { SqliteLogReader } from './adapters/sqlite/sqlite-log-reader.js';
export { Fold } from './fold.js';
export { LogCorruptError, LogError, LogUnreachableError } from './log-errors.js';
export { decodeRecord } from './record-codec.js';
