import type { RunEvent } from '@millrace/dag';
import type { RunView } from './run-view.js';

/** Where and when the event was recorded. */
export interface Recorded {
  /** Epoch milliseconds of the record's `now`. */
  readonly at: number;
  readonly partition: number;
  readonly offset: number;
}

type DataOf<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>['data'];

/** What an event does to the rows of its run. Looks at nothing but the rows, the event and its record. */
export type EventHandlers = {
  readonly [T in RunEvent['type']]?: (view: RunView, data: DataOf<T>, recorded: Recorded) => void;
};

/** One way of reading the log into rows. Events that it does not name change nothing of it. */
export interface Projection {
  readonly name: string;
  readonly on: EventHandlers;
}
