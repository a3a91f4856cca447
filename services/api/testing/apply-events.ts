import type { RecordedEvent } from '@millrace/events';
import type { RunRow, TaskRunRow } from '@millrace/persistence';
import { handlers } from '../src/projections/index.js';
import { RunView } from '../src/projections/run-view.js';

export interface Rows {
  readonly run: RunRow;
  readonly tasks: readonly TaskRunRow[];
}

/** Events in, rows out: each list is a record, recorded at 1000, 1001 … and at offset 10, 11 …. */
export function rowsOf(run: string, ...records: readonly (readonly RecordedEvent[])[]): Rows {
  const view = new RunView(run);
  records.forEach((events, index) => {
    const recorded = { at: 1000 + index, partition: 2, offset: 10 + index };
    for (const { type, data } of events) {
      for (const apply of handlers.get(type) ?? []) apply(view, data, recorded);
    }
  });
  const tasks = view.takeChanges();
  return { run: view.run, tasks };
}
