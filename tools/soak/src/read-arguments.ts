import { parseArgs } from 'node:util';

export const USAGE = `Lets a cluster of real processes work for a long time, with faults, and looks at what has grown or is left.

  npm run soak -- [--minutes N] [--seed S] [--faults on|off] [--rate R] [--fault-every S] [--json]

  --minutes      how long runs are started (15)
  --seed         what chance decides is decided by it (by the day)
  --faults       off: nothing is done to the cluster (on)
  --rate         runs that are started a second (10)
  --fault-every  seconds from one fault to the next (60)
  --sample-every seconds from one sample to the next (10)
  --json         one JSON object instead of text
`;

const MS_PER_DAY = 86_400_000;

/** What was asked for makes no sense; the message says what to give. */
export class UsageError extends Error {}

export interface Arguments {
  readonly minutes: number;
  readonly seed: number;
  readonly faults: boolean;
  /** Runs a second. */
  readonly rate: number;
  /** Seconds. */
  readonly faultEvery: number;
  /** Seconds. */
  readonly sampleEvery: number;
  readonly json: boolean;
}

/** Throws UsageError. `now`: epoch milliseconds, of which the day makes the seed. */
export function readArguments(args: readonly string[], now: number): Arguments {
  const values = parse(args, now);
  const { faults } = values;
  if (faults !== 'on' && faults !== 'off') throw new UsageError(`--faults is ${faults}: give on or off.`);
  const seed = positive('--seed', values.seed);
  if (!Number.isSafeInteger(seed)) throw new UsageError(`--seed is ${seed}: give a whole number.`);
  return {
    minutes: positive('--minutes', values.minutes),
    seed,
    faults: faults === 'on',
    rate: positive('--rate', values.rate),
    faultEvery: positive('--fault-every', values['fault-every']),
    sampleEvery: positive('--sample-every', values['sample-every']),
    json: values.json,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`${name} is '${text}': give a number above 0.`);
}

function parse(args: readonly string[], now: number) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        minutes: { type: 'string', default: '15' },
        seed: { type: 'string', default: String(Math.floor(now / MS_PER_DAY)) },
        faults: { type: 'string', default: 'on' },
        rate: { type: 'string', default: '10' },
        'fault-every': { type: 'string', default: '60' },
        'sample-every': { type: 'string', default: '10' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
