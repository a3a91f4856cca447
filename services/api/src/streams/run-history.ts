import { EventLog, Fold, LogCorruptError, decodeRecord } from '@millrace/events';
import type { FoldState } from '@millrace/events';
import type { RunRow } from '@millrace/persistence';
import { Injectable } from '@nestjs/common';
import { ApiProblem } from '../http/api-problem.js';
import type { RunRecord } from './run-record.js';
import { runRecordOf } from './run-record.js';

/** Records that are read at once. */
const PAGE = 500;
/** Every so many records the state of the fold is remembered … */
const ANCHOR_EVERY = 1000;
/** … and so many of them altogether. */
const MAX_ANCHORS = 10_000;

export type RunPlace = Pick<RunRow, 'id' | 'partition' | 'firstOffset' | 'lastOffset'>;

/**
 * Reads the records of one run out of its partition, and only those that count (L4–L8). Folding from offset 0 would
 * take as long as the log is; that is not needed: a record that counts carries the epoch and nonce that were current,
 * and the next sequence number, so the fold's state just before it can be read off the record itself. The first record
 * of a run is known to count, because the projection made the run's row from it through the fold. From there every
 * record up to the last is given to the one fold, claims and foreign runs included, so the verdicts are exactly those
 * of a fold from the beginning. A caller's offset is never used as a start: nobody has judged what stands there.
 */
@Injectable()
export class RunHistory {
  private readonly anchors = new Map<string, FoldState>();

  constructor(private readonly log: EventLog) {}

  /** Records of the run after the offset `after`, up to its last one that the read model knows; oldest first. */
  async *records(run: RunPlace, after: number): AsyncGenerator<RunRecord> {
    if (after >= run.lastOffset) return;
    const fold = await this.foldBefore(run, after);
    while (fold.next <= run.lastOffset) {
      const { records } = await this.log.read('workflow-events', run.partition, fold.next, PAGE);
      if (records.length === 0) return;
      for (const { offset, value } of records) {
        const judged = fold.accept(offset, value);
        if (fold.next % ANCHOR_EVERY === 0) this.remember(run.partition, fold.state);
        const found =
          judged.verdict === 'record' && offset > after
            ? runRecordOf(run.id, offset, judged.record)
            : undefined;
        if (found) yield found;
      }
    }
  }

  /** A fold that has judged everything from the run's first record on, up to a remembered place not beyond `after`. */
  private async foldBefore(run: RunPlace, after: number): Promise<Fold> {
    for (let place = after - (after % ANCHOR_EVERY); place > run.firstOffset; place -= ANCHOR_EVERY) {
      const state = this.anchors.get(`${run.partition}:${place}`);
      if (state) return new Fold(state);
    }
    return this.foldAtFirst(run);
  }

  private async foldAtFirst({ id, partition, firstOffset }: RunPlace): Promise<Fold> {
    const { start } = await this.log.bounds('workflow-events', partition);
    if (start > firstOffset)
      throw new ApiProblem(410, 'EVENTS_GONE', `The events of run ${id} are no longer in the log.`);
    const { records } = await this.log.read('workflow-events', partition, firstOffset, 1);
    const [first] = records;
    const record = first && decodeRecord(first.value);
    if (record?.kind !== 'record' || !runRecordOf(id, firstOffset, record)) {
      throw new LogCorruptError(
        `workflow-events ${partition} has no record of run ${id} at offset ${firstOffset}.`,
      );
    }
    const { logId, epoch, nonce, seq } = record;
    return new Fold({ logId, epoch, nonce, seq: seq - 1, next: firstOffset });
  }

  private remember(partition: number, state: FoldState): void {
    const oldest = this.anchors.keys().next().value;
    if (this.anchors.size >= MAX_ANCHORS && oldest !== undefined) this.anchors.delete(oldest);
    this.anchors.set(`${partition}:${state.next}`, state);
  }
}
