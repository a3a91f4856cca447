import type { FoldPosition, ProjectionBatch } from '../src/index.js';
import { positionAt } from './sample-rows.js';

/** A batch from one position to another that changes only the rows named. */
export function aBatch(
  from: FoldPosition | undefined,
  rows: Partial<Omit<ProjectionBatch, 'from'>> = {},
): ProjectionBatch {
  const to = positionAt((from?.next ?? 0) + 1);
  return { from, to, begun: [], runs: [], taskRuns: [], rejections: [], unparked: [], ...rows };
}
