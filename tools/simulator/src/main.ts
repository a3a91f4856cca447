import { plants } from './changes/plants.js';
import { findPlant } from './find-plants.js';
import type { Order } from './order.js';
import type { Arguments } from './read-arguments.js';
import { USAGE, UsageError, readArguments } from './read-arguments.js';
import { runMany } from './run-many.js';
import type { Simulated } from './simulate.js';
import { Tally } from './tally.js';

const MINUTE = 60_000;
/** A bug must be found within so many minutes. */
const SEARCH_MINUTES = 2;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2), Date.now);
  return given.plants ? await search(given, given.plants) : await simulateMany(given);
}

async function simulateMany({
  seed,
  count,
  minutes,
  hours,
  jobs,
  plant,
  told,
  json,
}: Arguments): Promise<number> {
  const tally = new Tally();
  const end = performance.now() + (minutes ?? Infinity) * MINUTE;
  let made = 0;
  const next = (): Order | undefined => {
    if (count === undefined ? performance.now() >= end : made >= count) return undefined;
    made += 1;
    return { seed: seed + made - 1, hours, told, ...(plant === undefined ? {} : { plant }) };
  };
  if (!json) say(`seeds from ${seed} on`);
  await runMany({
    next,
    jobs: told ? 1 : jobs,
    onDone: (done) => {
      tally.take(done);
      if (json) say(JSON.stringify(done));
      else if (done.problems.length > 0) tell(done, hours);
    },
  });
  if (!json) say(String(tally));
  return tally.failed.length === 0 ? 0 : 1;
}

function tell({ seed, problems, tuned }: Simulated, hours: number): void {
  say(`seed ${seed} (${tuned.join(', ')}): ${problems.length} problems`);
  for (const problem of problems.slice(0, 10)) say(`  ${problem}`);
  say(`  again, with everything that happens: npm run simulate -- --seed ${seed} --hours ${hours} --told`);
}

async function search(
  { seed, jobs, minutes = SEARCH_MINUTES }: Arguments,
  names: readonly string[],
): Promise<number> {
  const unknown = names.find((name) => !plants.some((one) => one.name === name));
  if (unknown !== undefined)
    throw new UsageError(
      `There is no plant '${unknown}': give some of ${plants.map(({ name }) => name).join(', ')}.`,
    );
  const wanted = plants.filter(({ name }) => names.length === 0 || names.includes(name));
  let missed = 0;
  for (const plant of wanted) {
    const found = await findPlant({ plant, seed, jobs, limitMs: minutes * MINUTE });
    if (found.seed === undefined) missed += 1;
    const how =
      found.seed === undefined ? 'NOT FOUND' : `found by seed ${found.seed}: ${found.problem.split('\n')[0]}`;
    say(`${plant.name} (${plant.what}; breaks ${plant.breaks}): ${found.seconds.toFixed(1)} s, ${how}`);
  }
  say(`${wanted.length - missed} of ${wanted.length} bugs found`);
  return missed === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof UsageError ? `${message}\n\n${USAGE}` : `${message}\n`);
  return 2;
});
