import type { JsonValue } from '@millrace/dag';

/** An entry of `snapshots` (L25–L27). A tombstone is an entry whose `kind` is `tombstone`. */
export interface SnapshotEntry {
  readonly kind: 'slice' | 'part' | 'finished' | 'checkpoint' | 'tombstone';
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
  /** Of a `part` a piece of text; of a slice that is split nothing. */
  readonly state: JsonValue;
  /** The state is split (L32): so many parts stand under the key of the slice, on this side. */
  readonly parts?: { readonly count: number; readonly side: 0 | 1 };
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
