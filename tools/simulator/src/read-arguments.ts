import { parseArgs } from 'node:util';
import { availableParallelism } from 'node:os';

export const USAGE = `Simulates the whole system in one thread, with everything going wrong that a seed draws.

  npm run simulate -- [--seed S] [--count N | --minutes M] [--hours H] [--jobs J] [--json]
  npm run simulate -- --seed S --told          one simulation, and everything that happens in it
  npm run simulate -- --mutants N              slips in single lines: do unit tests or simulations find them?
  npm run simulate -- --plants [NAMES]         puts bugs into the product, and sees whether they are found

  --seed     the first seed (drawn by the clock); the others follow it
  --count    how many simulations (10)
  --minutes  simulations until so much real time is over
  --hours    simulated hours in which things go wrong, in each (1); rest comes after them
  --jobs     simulations at once (one a processor)
  --plants   with --seed and --minutes: from which seed on, and how long each is searched for (2)
  --plant    with --seed: this bug is in the product
  --told     tells on standard error what happens
  --json     a line of JSON for each simulation
  --record   keeps what came of it in docs/explanation/reliability.json
Ends with 0 when nothing was wrong (with --plants: when all were found), 1 else, 2 when the arguments make no sense.
`;

/** What was asked for makes no sense; the message says what to give. */
export class UsageError extends Error {}

export interface Arguments {
  readonly seed: number;
  /** Undefined: as many as go into `minutes`. */
  readonly count: number | undefined;
  readonly minutes: number | undefined;
  readonly hours: number;
  readonly jobs: number;
  /** Names of bugs to look for, none: all; undefined: none is looked for. */
  readonly plants: readonly string[] | undefined;
  /** How many slips are tried; undefined: none. */
  readonly mutants: number | undefined;
  readonly plant: string | undefined;
  readonly told: boolean;
  readonly json: boolean;
  readonly record: boolean;
}

/** Throws UsageError. */
export function readArguments(args: readonly string[], clock: () => number): Arguments {
  const { values, positionals } = parse(args);
  const {
    told,
    json,
    record,
    plant,
    mutants,
    plants,
    seed,
    hours = '1',
    jobs = String(availableParallelism()),
  } = values;
  if (!plants && positionals.length > 0) throw new UsageError(`'${positionals[0]}' is not understood.`);
  return {
    ...lengthOf(values),
    seed: seed === undefined ? clock() % 1_000_000 : whole('seed', seed),
    hours: numberOf('hours', hours, 0.01),
    jobs: whole('jobs', jobs),
    plants: plants ? positionals : undefined,
    mutants: mutants === undefined ? undefined : whole('mutants', mutants),
    plant,
    told,
    json,
    record,
  };
}

interface Length {
  readonly told: boolean;
  readonly count?: string | undefined;
  readonly minutes?: string | undefined;
}

function lengthOf({ told, count, minutes }: Length): Pick<Arguments, 'count' | 'minutes'> {
  if (told && count !== undefined)
    throw new UsageError('Give --told with one simulation: leave --count out.');
  if (minutes !== undefined) return { count: undefined, minutes: numberOf('minutes', minutes, 0.01) };
  return { count: told ? 1 : whole('count', count ?? '10'), minutes: undefined };
}

function whole(name: string, text: string): number {
  const value = numberOf(name, text, 1);
  if (Number.isInteger(value)) return value;
  throw new UsageError(`--${name} is ${text}: give a whole number.`);
}

function numberOf(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least) return value;
  throw new UsageError(`--${name} is '${text}': give a number of ${least} or more.`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        count: { type: 'string' },
        minutes: { type: 'string' },
        hours: { type: 'string' },
        jobs: { type: 'string' },
        plants: { type: 'boolean', default: false },
        plant: { type: 'string' },
        mutants: { type: 'string' },
        told: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        record: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
