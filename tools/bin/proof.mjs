/**
 * `npm run proof`: the long counts, for the closing note of a change to the heart. Kills standalone 200 times
 * (`--kills N`) from a seed (`--seed S`), runs the property tests with many more cases, and the faults of a cluster
 * with more runs and longer outages, the rows of chaos, many simulations (`--simulations N`), bugs put into the
 * product that these must find, and a soak (`--soak-minutes N`). Prints what it ran.
 */
import { parseArgs } from 'node:util';
import { runNode, seconds } from './steps.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    simulations: { type: 'string', default: '1000' },
    'soak-minutes': { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
});

const VITEST = ['node_modules/vitest/vitest.mjs', 'run'];

/** The build first: the end-to-end tests run what is built. */
const STEPS = [
  { name: 'build', args: ['tools/bin/build.mjs'], env: {} },
  {
    name: 'properties of the core, 20 times as many cases',
    args: [...VITEST, '--project', 'unit', 'property', 'run-codec', '--testTimeout', '1200000'],
    env: { MILLRACE_PROPERTY_RUNS: '20' },
  },
  {
    name: `${values.kills} kills, seed ${values.seed}`,
    args: [...VITEST, '--project', 'e2e', 'kill-and-resume'],
    env: { MILLRACE_KILLS: values.kills, MILLRACE_SEED: values.seed },
  },
  {
    name: `faults of a cluster: masters, broker, database and Redis, in their long forms, seed ${values.seed}`,
    args: [...VITEST, '--project', 'e2e', 'masters.e2e', 'broker.e2e', 'outages.e2e', 'workers.e2e'],
    env: { MILLRACE_FAULTS: 'long', MILLRACE_SEED: values.seed },
  },
  {
    name: `chaos on real processes, seed ${values.seed}`,
    args: ['tools/chaos/dist/main.js', '--seconds', '86400', '--seed', values.seed],
    env: {},
  },
  {
    name: `${values.simulations} simulations of ten hours, from seed ${values.seed} on`,
    args: [
      'tools/simulator/dist/main.js',
      '--seed',
      values.seed,
      '--count',
      values.simulations,
      '--hours',
      '10',
    ],
    env: {},
  },
  {
    name: 'bugs put into the product, each found by simulations',
    args: ['tools/simulator/dist/main.js', '--plants', '--seed', values.seed],
    env: {},
  },
  {
    name: `a soak of ${values['soak-minutes']} minutes, seed ${values.seed}`,
    args: ['tools/soak/dist/main.js', '--minutes', values['soak-minutes'], '--seed', values.seed],
    env: {},
  },
];

let failed = 0;
for (const { name, args, env } of STEPS) {
  const since = performance.now();
  Object.assign(process.env, env);
  console.log(`\n== ${name}`);
  const { ok } = await runNode(args, { shown: true });
  console.log(`${ok ? '✓' : '✗'} ${name} (${seconds(since)})`);
  if (!ok) failed += 1;
}
console.log(`\n${STEPS.length - failed} of ${STEPS.length} proofs passed (seed ${values.seed})`);
process.exitCode = failed > 0 ? 1 : 0;
