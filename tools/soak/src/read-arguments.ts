import { UsageError, numberAbove, readOptions, wholeFrom } from '@millrace/arguments';

export const USAGE = `Lets a cluster of real processes work for a long time, with faults, and looks at what has grown or is left.

  npm run soak -- [--minutes N] [--seed S] [--faults on|off] [--rate R] [--fault-every S] [--json] [--record]

  --minutes      how long runs are started (15)
  --seed         what chance decides is decided by it (by the day)
  --faults       off: nothing is done to the cluster (on)
  --rate         runs that are started a second (10)
  --fault-every  seconds from one fault to the next (60)
  --sample-every seconds from one sample to the next (10)
  --json         one JSON object instead of text
  --record       keeps what came of it in docs/explanation/reliability.json
`;

const MS_PER_DAY = 86_400_000;

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
  readonly record: boolean;
}

/** Throws UsageError. `now`: epoch milliseconds, of which the day makes the seed. */
export function readArguments(args: readonly string[], now: number): Arguments {
  const values = parse(args, now);
  const { faults } = values;
  if (faults !== 'on' && faults !== 'off') throw new UsageError(`--faults is ${faults}: give on or off.`);
  return {
    minutes: numberAbove(0, 'minutes', values.minutes),
    seed: wholeFrom(1, 'seed', values.seed),
    faults: faults === 'on',
    rate: numberAbove(0, 'rate', values.rate),
    faultEvery: numberAbove(0, 'fault-every', values['fault-every']),
    sampleEvery: numberAbove(0, 'sample-every', values['sample-every']),
    json: values.json,
    record: values.record,
  };
}

function parse(args: readonly string[], now: number) {
  return readOptions(args, {
    options: {
      minutes: { type: 'string', default: '15' },
      seed: { type: 'string', default: String(Math.floor(now / MS_PER_DAY)) },
      faults: { type: 'string', default: 'on' },
      rate: { type: 'string', default: '10' },
      'fault-every': { type: 'string', default: '60' },
      'sample-every': { type: 'string', default: '10' },
      json: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
    },
  }).values;
}
