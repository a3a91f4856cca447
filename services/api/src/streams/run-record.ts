import type { CommandRecord } from '@millrace/events';

/** A record that counts and that touched a run. */
export interface RunRecord {
  readonly offset: number;
  readonly record: CommandRecord;
  /** Place of the run among the aggregates of the record: its events carry it. */
  readonly aggregate: number;
}

/** The record, when it touched this run. */
export function runRecordOf(run: string, offset: number, record: CommandRecord): RunRecord | undefined {
  const aggregate = record.aggs.findIndex(({ id }) => id === run);
  return aggregate < 0 ? undefined : { offset, record, aggregate };
}
