import { LogCorruptError, LogTooNewError } from './log-errors.js';
import type { WorkflowRecord } from './workflow-record.js';
import { RECORD_VERSION } from './workflow-record.js';

/** Turns a record of an older form into the next one; index 0 takes version 1 to 2. None so far. */
type Upcast = (record: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
const UPCASTS: readonly Upcast[] = [];

export function encodeRecord(record: WorkflowRecord): string {
  return JSON.stringify(record);
}

/** Throws LogCorruptError for text that is no record, LogTooNewError for a newer form. */
export function decodeRecord(text: string): WorkflowRecord {
  const raw = parse(text);
  if (raw.v === RECORD_VERSION) return raw;
  if (typeof raw.v !== 'number') throw new LogCorruptError('A record of workflow-events has no version.');
  if (raw.v > RECORD_VERSION) {
    throw new LogTooNewError(
      `A record of workflow-events has form ${raw.v}, this release knows up to ${RECORD_VERSION}: start the newer release.`,
    );
  }
  const upcast = UPCASTS.slice(raw.v - 1).reduce<unknown>((record, step) => step(record as Record<string, unknown>), raw);
  return upcast as WorkflowRecord;
}

function parse(text: string): WorkflowRecord {
  try {
    return JSON.parse(text) as WorkflowRecord;
  } catch {
    throw new LogCorruptError(`A record of workflow-events is no JSON: ${text.slice(0, 80)}`);
  }
}
