import { endWith } from '@millrace/arguments';
import { changeProofRecord, today } from '@millrace/testing';
import { cleanResults } from './earlier-results.js';
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
  const known = resume === undefined ? new Map<number, Simulated>() : cleanResults(resume, given.hours);
  const tally = new Tally();
  if (!json) say(`seeds from ${seed} on`);
  await runMany({
    next: ordersOf(given, (order) => {
      const before = known.get(order.seed);
      if (before) tally.take(before);
      return before !== undefined;
    }),
    jobs: told ? 1 : jobs,
    onDone: (done) => {
      tally.take(done);
      if (json) say(JSON.stringify(done));
      else if (done.problems.length > 0) tell(done, given.hours);
    },
  });
  if (!json) say(String(tally));
  if (record)
    changeProofRecord((before) => ({ ...before, simulations: { ...tally.record(seed), on: today() } }));
  return tally.failed.length;
}

/** Gives one after the other that is not done yet, until there are enough. */
function ordersOf(
  { seed, count, minutes, hours, plant, told }: Arguments,
  isDone: (order: Order) => boolean,
): () => Order | undefined {
  const end = performance.now() + (minutes ?? Infinity) * MINUTE_MS;
  let made = 0;
  return () => {
    while (count === undefined ? performance.now() < end : made < count) {
      const order = { seed: seed + made, hours, told, ...(plant === undefined ? {} : { plant }) };
      made += 1;
      if (!isDone(order)) return order;
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
