import type { EventLog, Judged, Subscription } from '@millrace/events';
import { Fold } from '@millrace/events';

/** A record of `workflow-events` as a reader got it. */
export interface Seen {
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds of this process's monotonic clock at which it was delivered. */
  readonly at: number;
  readonly judged: Judged;
}

/** Delivers all of `workflow-events`, from the beginning on, through the fold. */
export function followEvents(log: EventLog, onSeen: (seen: Seen) => void): Pick<Subscription, 'close'> {
  const numbers = Array.from({ length: log.partitions.P }, (_, partition) => partition);
  const open = numbers.map((partition) => {
    const fold = new Fold();
    return log.follow('workflow-events', partition, 0, (records) => {
      const at = performance.now();
      for (const { offset, value } of records)
        onSeen({ partition, offset, at, judged: fold.accept(offset, value) });
    });
  });
  return { close: () => open.forEach((one) => one.close()) };
}
