import { parseArgs } from 'node:util';
import { BenchWorkshop } from './bench-workshop.js';
import type { Benchmark } from './benchmark.js';
import { benchmarks } from './benchmarks/index.js';
import type { Result } from './run-benchmarks.js';
import { runBenchmarks } from './run-benchmarks.js';

const USAGE = `Measures the embedded engine on this machine.

  npm run bench -- [--json] [--only NAMES] [--rounds N] [--quick]

  --json    one JSON object a line instead of a table
  --only    figures or beginnings of their names, with commas: noop, chain10_step_ms_p50
  --rounds  rounds that count; one more goes before to warm up (5)
  --quick   less work and shorter waits: for those who write benchmarks, not to be compared
`;

class UsageError extends Error {}

interface Arguments {
  readonly json: boolean;
  readonly quick: boolean;
  readonly rounds: number;
  readonly list: readonly Benchmark[];
}

function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string', default: '5' },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new UsageError(`--rounds is ${values.rounds}: give a number from 1 on.`);
  return { json: values.json, quick: values.quick, rounds, list: chosen(values.only) };
}

function chosen(only: string | undefined): readonly Benchmark[] {
  if (only === undefined) return benchmarks;
  const wanted = only.split(',').map((name) => name.trim());
  const list = benchmarks.filter(({ figures }) =>
    figures.some(({ name }) => wanted.some((start) => name.startsWith(start))),
  );
  if (list.length > 0) return list;
  const names = benchmarks.flatMap(({ figures }) => figures.map(({ name }) => name));
  throw new UsageError(`There is no figure '${only}': give some of ${names.join(', ')}.`);
}

function lineOf({ name, unit, min, median, max, rounds, ratio, quick }: Result): string {
  const figures = [min, median, max].map((value) => String(value).padStart(10)).join(' ');
  const share = ratio === undefined ? '' : `  ${ratio.value} of ${ratio.to}`;
  return `${name.padEnd(26)} ${figures}  ${unit}, ${rounds} rounds${share}${quick ? '  QUICK' : ''}`;
}

async function main(): Promise<number> {
  const { json, quick, rounds, list } = readArguments(process.argv.slice(2));
  const workshop = new BenchWorkshop(quick);
  let failures = 0;
  if (!json)
    process.stdout.write(
      `${''.padEnd(26)} ${['min', 'median', 'max'].map((word) => word.padStart(10)).join(' ')}\n`,
    );
  try {
    await runBenchmarks(list, workshop, rounds, {
      begins: ({ figures, what }) =>
        process.stderr.write(`${figures.map(({ name }) => name).join(', ')}: ${what}\n`),
      result: (result) => process.stdout.write(`${json ? JSON.stringify(result) : lineOf(result)}\n`),
      failed: ({ benchmark, reason }) => {
        failures += 1;
        process.stderr.write(`${benchmark.figures.map(({ name }) => name).join(', ')} failed: ${reason}\n`);
      },
    });
  } finally {
    await workshop.close();
  }
  return failures === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n${isUsage ? `\n${USAGE}` : ''}`,
  );
  return isUsage ? 2 : 1;
});
