import { equal, ok } from 'node:assert/strict';
import { ApiProbe, workflowOf } from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import type { ChaosRow } from '../row.js';

const PATH = '/api/v1/projects/default/workflows/quick/runs';
const SIZES = [300_000, 900_000, 1_200_000, 6_000_000];
const OUTPUT_BYTES = 3_000_000;

export const k6TooLarge: ChaosRow = {
  kind: 'row',
  id: 'K6',
  fault:
    'starts runs with parameters that no record holds, and lets a script write outputs that are too large',
  shows: 'each is refused at the edge with a reason, the attempt fails with one, and the partitions go on',
  rules: ['I6'],
  seconds: 10,
  run: async (trial) => {
    const world = await openWorld(trial);
    await world.publish(
      workflowOf('quick', { once: { type: 'noop' } }),
      workflowOf('large', {
        work: {
          type: 'shell',
          script: `printf 'big=' >> "$MILLRACE_OUTPUT"; head -c ${OUTPUT_BYTES} /dev/zero | tr '\\0' 'x' >> "$MILLRACE_OUTPUT"`,
        },
      }),
    );
    const api = ApiProbe.of(world.cluster);
    const headers = { 'content-type': 'application/json' };
    for (const size of SIZES) {
      const body = JSON.stringify({ params: { text: 'x'.repeat(size) } });
      const { status, text } = await api.ask(PATH, { method: 'POST', headers, body });
      const { code } = JSON.parse(text) as { readonly code?: string };
      trial.say(`parameters of ${size} bytes: ${status} ${code ?? ''}`);
      ok(status >= 400 && status < 500, `Parameters of ${size} bytes are answered ${status}`);
    }
    equal(world.log.runs.size, 0, 'Runs of refused starts');
    const [large] = await world.startRuns('large', 1);
    await world.log.untilEnded([large ?? '']);
    equal(world.log.runs.get(large ?? ''), 'failed', 'The run whose outputs are too large');
    await world.log.untilEnded(await world.startRuns('quick', 8));
    await promisesKept(world, trial);
  },
};
