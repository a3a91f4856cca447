import type { FoldState, MailSnapshot } from '@millrace/events';

/** What a checkpoint says of its partition at `fold.next` (L26). */
export interface Checkpoint {
  readonly fold: FoldState;
  readonly positions: { readonly commands: number; readonly 'task-status': number; readonly mailbox: number };
  readonly lastNow: number;
  readonly doneTo: number;
  readonly lost: readonly (readonly [incarnation: string, worker: string])[];
  readonly mail: MailSnapshot;
  /** Live runs at `fold.next`: a set with another number of slices is not complete (L29). */
  readonly live: number;
  /** Parts of the dedup index in this set. */
  readonly dedupParts: number;
}
