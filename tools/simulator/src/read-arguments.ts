import { availableParallelism } from 'node:os';
import { UsageError, numberFrom, readOptions, wholeFrom } from '@millrace/arguments';

export const USAGE = `Simulates the whole system in one thread, with everything going wrong that a seed draws.

  npm run simulate -- [--seed S] [--count N | --minutes M] [--hours H] [--jobs J] [--json]
  npm run simulate -- --seed S --count N --json --resume FILE >> FILE
  npm run simulate -- --seed S --told          one simulation, and everything that happens in it
  npm run simulate -- --mutants N              slips in single lines: do tests or simulations find them?
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
  --resume   with --seed: what an earlier count of the same code wrote with --json. What was clean there counts; one
             of a hundred is simulated again, and must give the same log
  --record   keeps what came of it in docs/explanation/reliability.json
Ends with 0 when nothing was wrong (with --plants: when all were found), 1 else or where that could not be seen, 2 when the arguments make no sense.
`;

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
  /** File with results of an earlier count. */
  readonly resume: string | undefined;
  readonly record: boolean;
}

/** Throws UsageError. */
export function readArguments(args: readonly string[], clock: () => number): Arguments {
  const { values, positionals } = parse(args);
  const {
    told,
    json,
    resume,
    record,
    plant,
    mutants,
    plants,
    seed,
    hours = '1',
    jobs = String(availableParallelism()),
  } = values;
  if (!plants && positionals.length > 0) throw new UsageError(`'${positionals[0]}' is not understood.`);
  refuseResumeBesides(values);
  return {
    ...lengthOf(values),
    seed: seed === undefined ? clock() % 1_000_000 : wholeFrom(1, 'seed', seed),
    hours: numberFrom(0.01, 'hours', hours),
    jobs: wholeFrom(1, 'jobs', jobs),
    plants: plants ? positionals : undefined,
    mutants: mutants === undefined ? undefined : wholeFrom(1, 'mutants', mutants),
    plant,
    told,
    json,
    resume,
    record,
  };
}

interface Kinds {
  readonly seed?: string | undefined;
  readonly resume?: string | undefined;
  readonly plants: boolean;
  readonly plant?: string | undefined;
  readonly mutants?: string | undefined;
  readonly told: boolean;
}

function refuseResumeBesides({ seed, resume, plants, plant, mutants, told }: Kinds): void {
  if (resume === undefined) return;
  if (seed === undefined) throw new UsageError('Give --resume with the --seed of the earlier count.');
  if (plants || plant !== undefined || mutants !== undefined || told)
    throw new UsageError(
      'Give --resume with a count of simulations: leave --plants, --plant, --mutants and --told out.',
    );
}

interface Length {
  readonly told: boolean;
  readonly count?: string | undefined;
  readonly minutes?: string | undefined;
}

function lengthOf({ told, count, minutes }: Length): Pick<Arguments, 'count' | 'minutes'> {
  if (told && count !== undefined)
    throw new UsageError('Give --told with one simulation: leave --count out.');
  if (minutes !== undefined) return { count: undefined, minutes: numberFrom(0.01, 'minutes', minutes) };
  return { count: told ? 1 : wholeFrom(1, 'count', count ?? '10'), minutes: undefined };
}

function parse(args: readonly string[]) {
  return readOptions(args, {
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
      resume: { type: 'string' },
      record: { type: 'boolean', default: false },
    },
  });
}
