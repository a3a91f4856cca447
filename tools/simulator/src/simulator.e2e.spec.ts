import { describe, expect, it } from 'vitest';
import { plants } from './changes/plants.js';
import { Chance } from './chance.js';
import { findPlant } from './find-plants.js';
import type { Order } from './order.js';
import { simulateApart } from './order.js';
import { regressions } from './regressions.js';
import { runMany } from './run-many.js';
import type { Simulated } from './simulate.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Other seeds every day, the same for who looks again today. */
const SEED = Number(process.env.MILLRACE_SEED ?? Math.floor(Date.now() / DAY_MS) * 1000);
/** `npm run proof` asks for more. */
const COUNT = Number(process.env.MILLRACE_SIMULATIONS ?? 80);
const HOURS = Number(process.env.MILLRACE_SIMULATED_HOURS ?? 0.5);
const PLANTS = Number(process.env.MILLRACE_PLANTS ?? 3);
const JOBS = 2;

const NOTHING_WRONG = { problems: [] };

function drawPlants(): typeof plants {
  const chance = new Chance(SEED);
  const left = [...plants];
  return Array.from({ length: PLANTS }, () => left.splice(chance.whole(0, left.length - 1), 1)).flat();
}

describe(`the simulated system (seed ${SEED})`, () => {
  it('does the same for the same seed, to the last record', async () => {
    const order: Order = { seed: SEED, hours: 0.2 };
    const [first, again] = await Promise.all([simulateApart(order), simulateApart(order)]);
    expect(again).toEqual(first);
    expect(first.happened).toBeGreaterThan(0);
  });

  it.each(regressions)('does not do again: $found', async ({ seed, hours, plant }) => {
    expect(await simulateApart({ seed, hours })).toMatchObject(NOTHING_WRONG);
    expect(await simulateApart({ seed, hours, plant })).not.toMatchObject(NOTHING_WRONG);
  });

  it(
    `keeps every promise in ${COUNT} simulations of ${HOURS} hours, whatever goes wrong`,
    async () => {
      let made = 0;
      const done: Simulated[] = [];
      await runMany({
        jobs: JOBS,
        next: () => {
          made += 1;
          return made > COUNT ? undefined : { seed: SEED + made, hours: HOURS };
        },
        onDone: (one) => done.push(one),
      });
      expect(done.filter(({ problems }) => problems.length > 0)).toEqual([]);
      expect(done).toHaveLength(COUNT);
    },
    COUNT * (HOURS + 1) * MINUTE_MS,
  );

  it.each(drawPlants())(
    'finds a bug that is put into the product: $name',
    async (plant) => {
      const found = await findPlant({ plant, seed: SEED, limitMs: 5 * MINUTE_MS, jobs: JOBS });
      expect(found.seed).toBeDefined();
    },
    6 * MINUTE_MS,
  );
});
