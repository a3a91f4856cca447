import { parseArgs } from 'node:util';
import { DEFAULT_INVARIANTS } from './check-log.js';
import type { Invariant } from './invariant.js';
import { invariants } from './invariants/index.js';

/** What was asked for makes no sense; the message says what to give. */
export class UsageError extends Error {}

export interface Arguments {
  readonly action: 'check' | 'export' | 'list';
  readonly log: string;
  /** `log` is a file of settings. */
  readonly kafka: boolean;
  readonly journal: string | undefined;
  readonly invariants: readonly Invariant[];
  readonly json: boolean;
  readonly keep: number;
}

/** Throws UsageError. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const [first, second] = positionals;
  const action = first === 'export' || first === 'list' ? first : 'check';
  const kafka = values.kafka !== undefined;
  if (kafka && first !== undefined) throw new UsageError(`Give either --kafka or ${first}.`);
  const log = values.kafka ?? (action === 'export' ? second : first);
  if (log === undefined)
    throw new UsageError('Give a data folder, an exported log, or --kafka with a file of settings.');
  const keep = Number(values.keep);
  if (!Number.isInteger(keep) || keep < 0)
    throw new UsageError(`--keep is ${values.keep}: give a whole number.`);
  return { action, log, kafka, journal: values.journal, invariants: chosen(values), json: values.json, keep };
}

interface Choice {
  readonly only?: string | undefined;
  readonly live: boolean;
  readonly 'exactly-once': boolean;
}

function chosen({ only, live, 'exactly-once': once }: Choice): readonly Invariant[] {
  if (only !== undefined) return only.split(',').map(invariantOf);
  const base = live ? DEFAULT_INVARIANTS.filter(({ name }) => name !== 'I14') : DEFAULT_INVARIANTS;
  return once ? [...base, invariantOf('EXACTLY-ONCE')] : base;
}

function invariantOf(name: string): Invariant {
  const found = invariants.find((one) => one.name === name.trim().toUpperCase());
  if (found) return found;
  throw new UsageError(
    `There is no invariant '${name}': give some of ${invariants.map((one) => one.name).join(', ')}.`,
  );
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        kafka: { type: 'string' },
        journal: { type: 'string' },
        only: { type: 'string' },
        'exactly-once': { type: 'boolean', default: false },
        live: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        keep: { type: 'string', default: '100' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
