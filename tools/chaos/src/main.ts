import { UsageError, endWith, readOptions, wholeFrom } from '@millrace/arguments';
import { drawRows } from './draw-rows.js';
import { recordResult } from './record-result.js';
import type { AnyRow } from './row.js';
import { rows } from './rows/index.js';
import type { RowListener, RowResult } from './run-rows.js';
import { runRows } from './run-rows.js';

const USAGE = `Does faults to real processes, and looks at what is left of every promise.

  npm run chaos -- --list
  npm run chaos -- [--row IDS | --all | --seconds N] [--seed S] [--rounds N] [--record]

  --list      the rows: what each does, and what has to happen
  --row       some rows by their ids, with commas: M2,W3
  --all       all rows
  --seconds   rows that the seed draws, as many as fit into that time (150)
  --seed      what chance decides is decided by it (by the day)
  --rounds    so often, each time with the next seed (1)
  --record    keeps how they ended in docs/explanation/reliability.json
`;

const MS_PER_DAY = 86_400_000;

interface Arguments {
  readonly list: boolean;
  readonly chosen: (seed: number) => readonly AnyRow[];
  readonly seed: number;
  readonly rounds: number;
  readonly record: boolean;
}

function readArguments(args: readonly string[]): Arguments {
  const { values } = readOptions(args, {
    options: {
      list: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      row: { type: 'string' },
      seconds: { type: 'string', default: '150' },
      seed: { type: 'string', default: String(Math.floor(Date.now() / MS_PER_DAY)) },
      rounds: { type: 'string', default: '1' },
      record: { type: 'boolean', default: false },
    },
  });
  const seconds = wholeFrom(0, 'seconds', values.seconds);
  const { all, row, list } = values;
  if (all && row !== undefined) throw new UsageError('--row and --all exclude each other.');
  const named = row === undefined ? undefined : rowsNamed(row);
  return {
    list,
    chosen: (seed) => named ?? (all ? rows : drawRows(rows, seed, seconds)),
    seed: wholeFrom(0, 'seed', values.seed),
    rounds: wholeFrom(1, 'rounds', values.rounds),
    record: values.record,
  };
}

function rowsNamed(text: string): readonly AnyRow[] {
  return text.split(',').map((id) => {
    const found = rows.find((row) => row.id === id.trim());
    if (!found)
      throw new UsageError(`There is no row '${id}': give some of ${rows.map((row) => row.id).join(', ')}.`);
    return found;
  });
}

const line = (text: string): void => void process.stdout.write(`${text}\n`);

function describe(row: AnyRow): string {
  const { id, fault, shows, rules } = row;
  return `${id}  ${fault}\n    → ${shows}\n    ${[rules.join(' '), mannerOf(row)].filter(Boolean).join('; ')}`;
}

function mannerOf(row: AnyRow): string {
  if (row.kind === 'absent') return `NOT DONE: ${row.why}`;
  if (row.kind === 'suite') return `tests ${row.file}${row.tests === undefined ? '' : `, ${row.tests}`}`;
  return `about ${row.seconds} s${row.defect === undefined ? '' : `; FAILS: ${row.defect}`}`;
}

function listenerOf(take: (result: RowResult) => void): RowListener {
  return {
    begins: ({ id, fault }, seed) => line(`\n== ${id}, seed ${seed}: ${fault}`),
    says: ({ id }, text) => line(`${id}: ${text}`),
    ended: (result) => {
      line(resultLine(result));
      take(result);
    },
  };
}

function resultLine({ row, seed, seconds, ending }: RowResult): string {
  const head = `${row.id} (seed ${seed}, ${seconds.toFixed(1)} s)`;
  if (ending.state === 'passed') return `✓ ${head}: ${row.shows}`;
  const marks = { failed: '✗', skipped: '- SKIPPED', absent: '- NOT DONE' };
  const known = row.kind === 'row' && row.defect !== undefined ? `known: ${row.defect}\n` : '';
  return `${marks[ending.state]} ${head}: ${known}${ending.why}`;
}

function tell(results: readonly RowResult[]): void {
  const of = (state: string): readonly RowResult[] => results.filter(({ ending }) => ending.state === state);
  const unknown = [...of('skipped'), ...of('absent')];
  if (unknown.length > 0)
    line(`\nNothing is known about:\n${unknown.map((one) => `  ${resultLine(one)}`).join('\n')}`);
  for (const { row, seed } of of('failed')) line(`again: npm run chaos -- --row ${row.id} --seed ${seed}`);
  line(
    `\n${of('passed').length} passed, ${of('failed').length} failed, ${of('skipped').length} skipped, ${of('absent').length} not done`,
  );
}

async function main(): Promise<number> {
  const { list, chosen, seed, rounds, record } = readArguments(process.argv.slice(2));
  if (list) {
    line(rows.map(describe).join('\n'));
    return 0;
  }
  const results: RowResult[] = [];
  const listener = listenerOf((result) => {
    results.push(result);
    // Of hours that are broken off, what was seen stays.
    if (record) recordResult(result);
  });
  for (let round = 0; round < rounds; round += 1) await runRows(chosen(seed + round), seed + round, listener);
  tell(results);
  const passed = results.some(({ ending }) => ending.state === 'passed');
  return passed && results.every(({ ending }) => ending.state !== 'failed') ? 0 : 1;
}

await endWith(main, USAGE);
