import { LogCorruptError, LogTooNewError } from './log-errors.js';
import type { WorkflowRecord } from './workflow-record.js';
import { RECORD_VERSION } from './workflow-record.js';

/** Turns a record of an older form into the next one. */
export type Upcast = (record: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** The form that a release writes, and how it reads older ones. */
export interface RecordForm {
  readonly version: number;
  /** One less than `version`: index 0 takes version 1 to 2. */
  readonly upcasts: readonly Upcast[];
}

const CURRENT: RecordForm = { version: RECORD_VERSION, upcasts: [] };

export function encodeRecord(record: WorkflowRecord): string {
  return JSON.stringify(record);
}

/** Throws LogCorruptError for text that is no record, LogTooNewError for a newer form. */
export function decodeRecord(text: string, { version, upcasts }: RecordForm = CURRENT): WorkflowRecord {
  const raw = parse(text);
  if (raw?.v === version) return raw;
  if (!raw || !Number.isInteger(raw.v) || raw.v < 1) {
    throw new LogCorruptError(`A record of workflow-events has no version: ${text.slice(0, 80)}`);
  }
  if (raw.v > version) {
    throw new LogTooNewError(
      `A record of workflow-events has form ${raw.v}, this release knows up to ${version}: start the newer release.`,
    );
  }
  const upcast = upcasts
    .slice(raw.v - 1)
    .reduce<unknown>((record, step) => step(record as Record<string, unknown>), raw);
  return upcast as WorkflowRecord;
}

function parse(text: string): WorkflowRecord | null {
  try {
    return JSON.parse(text) as WorkflowRecord | null;
  } catch {
    throw new LogCorruptError(`A record of workflow-events is no JSON: ${text.slice(0, 80)}`);
  }
}
