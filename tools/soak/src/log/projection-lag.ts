import type { Entry } from '@millrace/e2e';

/** How far the read model is behind the log. */
export interface Lag {
  readonly records: number;
  /** Age of the oldest record that it does not hold; 0 where it holds all. */
  readonly seconds: number;
}

/** Records of the log until the read model is known to hold them. */
export class ProjectionLag {
  private readonly open = new Map<number, Pick<Entry, 'offset' | 'time'>[]>();

  note({ partition, offset, time }: Pick<Entry, 'partition' | 'offset' | 'time'>): void {
    const list = this.open.get(partition) ?? [];
    this.open.set(partition, list);
    list.push({ offset, time });
  }

  /** The read model holds all records of this partition below this offset. */
  projected(partition: number, next: number): void {
    const list = this.open.get(partition) ?? [];
    const first = list.findIndex(({ offset }) => offset >= next);
    list.splice(0, first < 0 ? list.length : first);
  }

  /** `now`: epoch milliseconds. */
  at(now: number): Lag {
    const lists = [...this.open.values()];
    const oldest = Math.min(now, ...lists.flatMap(([first]) => (first ? [first.time] : [])));
    return { records: lists.reduce((sum, { length }) => sum + length, 0), seconds: (now - oldest) / 1000 };
  }
}
