import type { Invariant } from '../invariant.js';
import type { SeenRecord } from '../seen.js';

/** A gap or a stranger in the log, and an aggregate whose records are not 1, 2, 3 … */
export const sequence: Invariant = {
  name: 'I1',
  promise:
    'Records of a partition and of each run are numbered without gap, under owners whose epoch never falls.',
  watch: ({ violated }) => ({
    torn: (where, reason) => violated(where, reason),
    record: (seen) => {
      const problem = problemOf(seen);
      const { partition, offset } = seen;
      if (!problem) return;
      const { run, sentence } = problem;
      violated({ ...(run === undefined ? {} : { run }), partition, offset }, sentence);
    },
  }),
};

interface Problem {
  readonly run?: string;
  readonly sentence: string;
}

function problemOf(seen: SeenRecord): Problem | undefined {
  const { aggs, events } = seen.record;
  const [agg] = aggs;
  const own = events.filter((event) => event.a !== -1);
  if (!agg) {
    return own[0] && { sentence: `The record has ${own[0].type}, but names no run that it belongs to.` };
  }
  if (aggs.length > 1)
    return { run: agg.id, sentence: `The record touches ${aggs.length} runs, expected one.` };
  if (own.length === 0) return { run: agg.id, sentence: 'The record names a run, but has no event of it.' };
  const expected = expectedNumber(seen, own[0]?.type === 'RunStarted');
  if (expected === undefined || agg.aseq === expected) return undefined;
  return { run: agg.id, sentence: `The record is number ${agg.aseq} of the run, expected ${expected}.` };
}

/** Undefined for a run that is not active: that is another matter. */
function expectedNumber({ run }: SeenRecord, starts: boolean): number | undefined {
  if (run) return run.aseq + 1;
  return starts ? 1 : undefined;
}
