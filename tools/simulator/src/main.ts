import { endWith } from '@millrace/arguments';
import { changeProofRecord, today } from '@millrace/testing';
import { EarlierCount } from './earlier-count.js';
import { inWords, killMutants } from './mutants/kill-mutants.js';
import type { Order } from './order.js';
import type { Arguments } from './read-arguments.js';
import { USAGE, readArguments } from './read-arguments.js';
import { runMany } from './run-many.js';
import { searchPlants } from './search-plants.js';
import type { Simulated } from './simulate.js';
import { Tally } from './tally.js';

const MINUTE_MS = 60_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2), Date.now);
  if (given.mutants !== undefined) return await tryMutants(given, given.mutants);
  const failures = given.plants ? await searchPlants(given, given.plants, say) : await simulateMany(given);
  return failures === 0 ? 0 : 1;
}

async function tryMutants({ seed, jobs, record }: Arguments, count: number): Promise<number> {
  const living = await killMutants({ count, seed, jobs, say });
  const mutants = { seed, tried: count, living: living.map(inWords), on: today() };
  if (record) changeProofRecord((before) => ({ ...before, mutants }));
  // One in ten may mean the same as what it stands for.
  return living.length <= count / 10 ? 0 : 1;
}

/** Gives how many went wrong. */
async function simulateMany(given: Arguments): Promise<number> {
  const { seed, jobs, told, json, resume, record } = given;
  const earlier = resume === undefined ? undefined : EarlierCount.read(resume);
  const tally = new Tally();
  if (!json) say(`seeds from ${seed} on`);
  await runMany({
    next: ordersOf(given, (seed) => {
      const known = earlier?.take(seed);
      if (known) tally.take(known);
      return known !== undefined;
    }),
    jobs: told ? 1 : jobs,
    onDone: (done) => {
      earlier?.compare(done);
      tally.take(done);
      if (json) say(JSON.stringify(done));
      else if (done.problems.length > 0) tell(done, given.hours);
    },
  });
  if (!json) say(String(tally));
  // Standard output may be the file that is gone on with.
  if (earlier) process.stderr.write(`${String(earlier)}\n`);
  if (record) {
    const takenOver = earlier ? { earlier: earlier.record() } : {};
    const simulations = { ...tally.record(seed), ...takenOver, on: today() };
    changeProofRecord((before) => ({ ...before, simulations }));
  }
  return tally.failed.length;
}

/** Gives one after the other, until there are enough. `takenOver`: asked once for each seed; those are not simulated. */
function ordersOf(
  { seed, count, minutes, hours, plant, told }: Arguments,
  takenOver: (seed: number) => boolean,
): () => Order | undefined {
  const end = performance.now() + (minutes ?? Infinity) * MINUTE_MS;
  let made = 0;
  return () => {
    while (count === undefined ? performance.now() < end : made < count) {
      const order = { seed: seed + made, hours, told, ...(plant === undefined ? {} : { plant }) };
      made += 1;
      if (!takenOver(order.seed)) return order;
    }
    return undefined;
  };
}

function tell({ seed, problems, tuned }: Simulated, hours: number): void {
  say(`seed ${seed} (${tuned.join(', ')}): ${problems.length} problems`);
  for (const problem of problems.slice(0, 10)) say(`  ${problem}`);
  say(`  again, with everything that happens: npm run simulate -- --seed ${seed} --hours ${hours} --told`);
}

await endWith(main, USAGE);
