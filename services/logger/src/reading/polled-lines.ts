import type { LogRef } from '@millrace/blobs';
import type { Timers } from '../timers.js';
import type { LiveLines } from './live-lines.js';

const POLL_MS = 500;

/** For a process that has no ingest: looks at the store again every half second while somebody follows. */
export class PolledLines implements LiveLines {
  constructor(private readonly timers: Timers) {}

  snapshot(): undefined {
    return undefined;
  }

  watch(_ref: LogRef, onChange: () => void): () => void {
    let cancel = (): void => undefined;
    const arm = (): void => {
      cancel = this.timers.after(POLL_MS, () => {
        arm();
        onChange();
      });
    };
    arm();
    return () => cancel();
  }

  drop(): Promise<void> {
    return Promise.resolve();
  }
}
