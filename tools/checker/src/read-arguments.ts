import { UsageError, readOptions, wholeFrom } from '@millrace/arguments';
import { DEFAULT_INVARIANTS, LIVE_INVARIANTS } from './check-log.js';
import type { Invariant } from './invariant.js';
import { invariants } from './invariants/index.js';

export interface Arguments {
  readonly action: 'check' | 'export' | 'list';
  readonly log: string;
  /** `log` is a file of settings. */
  readonly kafka: boolean;
  readonly journal: string | undefined;
  readonly answers: string | undefined;
  /** How many scripts of the journal may run at once. */
  readonly slots: number | undefined;
  /** To look at the processes of this machine. */
  readonly processes: boolean;
  /** To look at nothing that the log's folder or cluster has besides the log. */
  readonly logOnly: boolean;
  readonly live: boolean;
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
  const { journal, answers, processes, live, json } = values;
  return {
    action,
    log,
    kafka,
    journal,
    answers,
    slots: values.slots === undefined ? undefined : wholeFrom(0, 'slots', values.slots),
    processes,
    logOnly: values['log-only'],
    live,
    invariants: chosen(values),
    json,
    keep: wholeFrom(0, 'keep', values.keep),
  };
}

interface Choice {
  readonly only?: string | undefined;
  readonly live: boolean;
  readonly 'exactly-once': boolean;
}

function chosen({ only, live, 'exactly-once': once }: Choice): readonly Invariant[] {
  if (only !== undefined) return only.split(',').map(invariantOf);
  const base = live ? LIVE_INVARIANTS : DEFAULT_INVARIANTS;
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
  return readOptions(args, {
    allowPositionals: true,
    options: {
      kafka: { type: 'string' },
      journal: { type: 'string' },
      answers: { type: 'string' },
      slots: { type: 'string' },
      processes: { type: 'boolean', default: false },
      'log-only': { type: 'boolean', default: false },
      only: { type: 'string' },
      'exactly-once': { type: 'boolean', default: false },
      live: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      keep: { type: 'string', default: '100' },
    },
  });
}
