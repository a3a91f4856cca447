import type { RunState } from '@millrace/dag';
import { isRunEnded, stateHash } from '@millrace/dag';

/** In which records the hash of a run's state stands: in all, or at the end of one run in 64. */
export type StateHashes = 'every' | 'sampled';

const SAMPLE = 64;

/** The hash that the record of a decision carries, so that whoever folds the log cold can compare (design §4.4). */
export function dueStateHash(run: RunState, which: StateHashes): string | undefined {
  const due = which === 'every' || (isRunEnded(run.phase) && inSample(run.id));
  return due ? stateHash(run) : undefined;
}

/** By the random end of the id: every reader chooses the same runs. */
function inSample(id: string): boolean {
  return Number.parseInt(id.slice(-2), 16) % SAMPLE === 0;
}
