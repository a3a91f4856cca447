import { FOLD_START } from '@millrace/events';
import type { CommandRecord } from '@millrace/events';
import type { FoldPosition, RunRow } from '@millrace/persistence';
import { Injectable } from '@nestjs/common';
import type { Listening } from './live-runs.js';
import { LiveRuns } from './live-runs.js';

/** Events that end an attempt, and whether the log of the attempt is complete then. */
const ENDS: Readonly<Record<string, boolean>> = {
  AttemptSucceeded: true,
  AttemptFailed: true,
  AttemptTimedOut: true,
  AttemptKilled: true,
  AttemptLost: false,
  AttemptOutcomeUnknown: false,
};

export interface AttemptEnd {
  /** What its log has then; undefined: nobody knows, and nobody goes on with it. */
  readonly logLines: number | undefined;
}

interface EndData {
  readonly task: string;
  readonly attempt: number;
  readonly logLines?: number;
}

/** Tells when an attempt ends. */
@Injectable()
export class AttemptEnds {
  constructor(private readonly live: LiveRuns) {}

  /**
   * Calls once when the attempt ends. `positions` are those of the read model, taken before the attempt was found there
   * to run. A log that cannot be read on is told by `failed`.
   */
  watch(
    run: Pick<RunRow, 'id' | 'partition'>,
    attempt: { readonly task: string; readonly attempt: number },
    positions: readonly FoldPosition[],
    told: { readonly ended: (end: AttemptEnd) => void; readonly failed: (error: unknown) => void },
  ): Promise<Listening> {
    const from = positions.find(({ partition }) => partition === run.partition) ?? FOLD_START;
    return this.live.listen(run.id, run.partition, from, {
      record: (_offset, record) => {
        const end = endIn(record, attempt);
        if (end) told.ended(end);
      },
      failed: told.failed,
    });
  }
}

function endIn(
  { events }: CommandRecord,
  { task, attempt }: { readonly task: string; readonly attempt: number },
): AttemptEnd | undefined {
  for (const { type, data } of events) {
    const complete = ENDS[type];
    if (complete === undefined) continue;
    const end = data as EndData;
    if (end.task === task && end.attempt === attempt)
      return { logLines: complete ? (end.logLines ?? 0) : undefined };
  }
  return undefined;
}
