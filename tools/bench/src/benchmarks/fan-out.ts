import type { Benchmark } from '../benchmark.js';
import { median } from '../statistics.js';
import { TimedRuns } from '../timed-runs.js';
import { fanOutText } from '../workflow-texts.js';

const LIGHT_SLOTS = 64;

export const fanOut: Benchmark = {
  figures: [{ name: 'fanout1000_ms', unit: 'ms' }],
  what: 'the median of 10 runs in turn of 1 → 1000 → 1 no-ops on 64 light slots, from start to end, both as verified',
  open: async (context) => {
    const name = 'fanout1000';
    const runs = await TimedRuns.open(
      context,
      { name, text: fanOutText(name, 1000) },
      { lightSlots: LIGHT_SLOTS },
    );
    return {
      round: async () => ({ fanout1000_ms: median(await runs.many(context.quick ? 3 : 10)) }),
      close: () => runs.close(),
    };
  },
};
