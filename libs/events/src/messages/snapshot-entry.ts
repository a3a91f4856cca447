import type { JsonValue } from '@millrace/dag';

/** An entry of `snapshots` (L25–L27). A tombstone is an entry whose `kind` is `tombstone`. */
export interface SnapshotEntry {
  readonly kind: 'slice' | 'finished' | 'checkpoint' | 'tombstone';
  /** `epoch.n` of the owner that wrote it. */
  readonly set: string;
  /** Aggregate; '' for a checkpoint. */
  readonly id: string;
  readonly logId: string;
  /** Offset of the aggregate's first record; for a checkpoint the offset it stands for. */
  readonly born: number;
  readonly offset: number;
  readonly aseq: number;
  /** Of `state`, by the one who wrote it; absent where there is nothing to restore. */
  readonly hash?: string;
  readonly state: JsonValue;
}

/** Takes its key out of `snapshots`: on Kafka a record without a value. */
export const TOMBSTONE: SnapshotEntry = {
  kind: 'tombstone',
  set: '',
  id: '',
  logId: '',
  born: 0,
  offset: 0,
  aseq: 0,
  state: null,
};
