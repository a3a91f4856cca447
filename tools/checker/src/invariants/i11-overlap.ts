import type { Invariant } from '../invariant.js';
import type { PlacedLine } from '../beside/journal.js';
import type { RunModel } from '../model/run-model.js';

/** Where a line ends that has no end: it is not known, so it is taken to have ended at once. */
interface Span {
  readonly attempt: number;
  readonly from: number;
  readonly to: number;
}

/** Seen from the scripts, a task run does one thing at a time. */
export const overlap: Invariant = {
  name: 'I11',
  promise:
    'Two attempts of a task run never overlap, unless its policy for lost workers is to rerun at once.',
  needs: 'journal',
  watch: ({ violated, journal }) => {
    if (!journal) return {};
    const check = (run: RunModel): void => {
      for (const [task, lines] of journal.ofRun(run.id)) {
        if (run.node(task)?.definition.onWorkerLost === 'rerun') continue;
        const clash = firstClash(lines);
        if (clash === undefined) continue;
        const [before, after] = clash;
        violated(
          { run: run.id, task, partition: run.partition },
          `Attempt ${after.attempt} starts (line ${after.from} of the journal) before attempt ${before.attempt} ends (line ${before.to}).`,
        );
      }
    };
    return {
      runEnded: check,
      logEnded: (open) => {
        for (const run of open) check(run);
      },
    };
  },
};

function firstClash(lines: readonly PlacedLine[]): readonly [Span, Span] | undefined {
  let last: Span | undefined;
  for (const span of spansOf(lines)) {
    if (last && span.from < last.to && span.attempt !== last.attempt) return [last, span];
    if (!last || span.to > last.to) last = span;
  }
  return undefined;
}

/** By start; the end of a span is the end of the same process. */
function spansOf(lines: readonly PlacedLine[]): readonly Span[] {
  const ends = new Map(lines.filter(({ event }) => event === 'end').map((line) => [keyOf(line), line.line]));
  return lines
    .filter(({ event }) => event === 'start')
    .map((line) => ({ attempt: line.attempt, from: line.line, to: ends.get(keyOf(line)) ?? line.line }));
}

const keyOf = ({ attempt, pid }: PlacedLine): string => `${attempt}/${pid}`;
