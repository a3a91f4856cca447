import { PositionConflictError } from '../read-model-errors.js';
import type { FoldPosition } from './fold-position.js';

/** What makes a position this one and no other. `commands` follows from it. */
const IDENTITY = [
  'logId',
  'next',
  'epoch',
  'nonce',
  'seq',
] as const satisfies readonly (keyof FoldPosition)[];

interface Move {
  readonly from: FoldPosition | undefined;
  readonly to: FoldPosition;
}

/** Compare-and-set: throws PositionConflictError unless the move begins where the read model stands (L7). */
export function refuseOtherPosition(stored: FoldPosition | undefined, move: Move): void {
  if (!IDENTITY.every((part) => stored?.[part] === move.from?.[part]))
    throw positionConflict(stored?.next, move);
}

/** `found`: offset at which it stands. */
export function positionConflict(found: number | undefined, { from, to }: Move): PositionConflictError {
  return new PositionConflictError(
    `The read model stands at ${found ?? 0} of partition ${to.partition}, expected ${from?.next ?? 0}: ` +
      'another projection writes it too.',
  );
}
