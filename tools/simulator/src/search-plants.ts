import { UsageError } from '@millrace/arguments';
import type { PlantRecord } from '@millrace/testing';
import { changeProofRecord, today } from '@millrace/testing';
import type { Plant } from './changes/plant.js';
import { plants } from './changes/plants.js';
import type { Search } from './find-plants.js';
import { findPlant } from './find-plants.js';
import type { Arguments } from './read-arguments.js';

const MINUTE_MS = 60_000;
/** A bug must be found within so many minutes. */
const SEARCH_MINUTES = 2;

/** Searches for bugs that are put into the product, one after the other; gives how many were not found. */
export async function searchPlants(
  { seed, jobs, minutes = SEARCH_MINUTES, record }: Arguments,
  names: readonly string[],
  say: (line: string) => void,
): Promise<number> {
  const wanted = plantsNamed(names);
  const searches: Search[] = [];
  for (const plant of wanted) {
    const search = await findPlant({ plant, seed, jobs, limitMs: minutes * MINUTE_MS });
    searches.push(search);
    say(lineOf(plant, search));
  }
  const missed = searches.filter((search) => search.seed === undefined).length;
  say(`${wanted.length - missed} of ${wanted.length} bugs found`);
  if (record) keep(searches);
  return missed;
}

function plantsNamed(names: readonly string[]): readonly Plant[] {
  const unknown = names.find((name) => !plants.some((one) => one.name === name));
  if (unknown === undefined) return plants.filter(({ name }) => names.length === 0 || names.includes(name));
  const known = plants.map(({ name }) => name).join(', ');
  throw new UsageError(`There is no plant '${unknown}': give some of ${known}.`);
}

function lineOf({ name, what, breaks }: Plant, { seed, seconds, problem }: Search): string {
  const how = seed === undefined ? 'NOT FOUND' : `found by seed ${seed}: ${problem.split('\n')[0]}`;
  return `${name} (${what}; breaks ${breaks}): ${seconds.toFixed(1)} s, ${how}`;
}

function keep(searches: readonly Search[]): void {
  const found: Record<string, PlantRecord> = {};
  for (const { plant, seed = null, seconds } of searches)
    found[plant] = { seed, seconds: Math.round(seconds), on: today() };
  changeProofRecord((before) => ({ ...before, plants: { ...before.plants, ...found } }));
}
