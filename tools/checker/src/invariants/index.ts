import type { Invariant } from '../invariant.js';
import { exactlyOnce } from './exactly-once.js';
import { coldFold } from './fold.js';
import { sequence } from './i1-sequence.js';
import { starts } from './i10-starts.js';
import { overlap } from './i11-overlap.js';
import { noSurvivor } from './i12-no-survivor.js';
import { slotsKept } from './i13-slots.js';
import { atRest } from './i14-at-rest.js';
import { durableAnswers } from './i15-durable-answers.js';
import { neverBack } from './i16-never-back.js';
import { deadLetters } from './i17-dead-letters.js';
import { bounds } from './i18-bounds.js';
import { oneOutcome } from './i2-one-outcome.js';
import { attemptOrder } from './i3-attempt-order.js';
import { needsFirst } from './i4-needs-first.js';
import { runEnd } from './i5-run-end.js';
import { oneAnswer } from './i6-one-answer.js';
import { readModelFolds } from './i8-read-model.js';
import { storedLines } from './i9-stored-lines.js';
import { lifecycle } from './lifecycle.js';

function register(...list: readonly Invariant[]): readonly Invariant[] {
  const names = new Set<string>();
  for (const { name } of list) {
    if (names.has(name)) throw new Error(`There are two invariants named ${name}.`);
    names.add(name);
  }
  return list;
}

/** All invariants that the checker knows, in the order in which they look at an event. */
export const invariants = register(
  sequence,
  oneOutcome,
  attemptOrder,
  needsFirst,
  runEnd,
  oneAnswer,
  readModelFolds,
  storedLines,
  starts,
  overlap,
  noSurvivor,
  slotsKept,
  atRest,
  durableAnswers,
  neverBack,
  deadLetters,
  bounds,
  coldFold,
  lifecycle,
  exactlyOnce,
);
