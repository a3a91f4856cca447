import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { UsageError, endWith, readOptions, wholeFrom } from '@millrace/arguments';
import { BenchWorkshop } from './bench-workshop.js';
import type { Benchmark } from './benchmark.js';
import { benchmarks } from './benchmarks/index.js';
import { clusterBenchmarks } from './cluster/index.js';
import type { Result } from './run-benchmarks.js';
import { runBenchmarks } from './run-benchmarks.js';

const USAGE = `Measures the embedded engine, or a cluster, on this machine.

  npm run bench -- [--cluster [--cpu-prof FOLDER]] [--json] [--only NAMES] [--rounds N] [--quick]

  --cluster   services as processes of their own on Kafka, database and Redis (npm run stack -- up)
  --cpu-prof  with --cluster: writes a profile of each process there; its figures are not to be compared
  --json      one JSON object a line instead of a table
  --only      figures or beginnings of their names, with commas: noop, chain10_step_ms_p50
  --rounds    rounds that count; one more goes before to warm up (5)
  --quick     less work and shorter waits: for those who write benchmarks, not to be compared
`;

interface Arguments {
  readonly json: boolean;
  readonly quick: boolean;
  readonly cpuProfiles: string | undefined;
  readonly rounds: number;
  readonly list: readonly Benchmark[];
}

function readArguments(args: readonly string[]): Arguments {
  const { values } = readOptions(args, {
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      cluster: { type: 'boolean', default: false },
      'cpu-prof': { type: 'string' },
      only: { type: 'string' },
      rounds: { type: 'string', default: '5' },
    },
  });
  const { json, quick, cluster, only, 'cpu-prof': folder } = values;
  if (folder !== undefined && !cluster) throw new UsageError('--cpu-prof is for --cluster.');
  return {
    json,
    quick,
    rounds: wholeFrom(1, 'rounds', values.rounds),
    cpuProfiles: folder === undefined ? undefined : resolve(folder),
    list: chosen(cluster ? clusterBenchmarks : benchmarks, only),
  };
}

function chosen(all: readonly Benchmark[], only: string | undefined): readonly Benchmark[] {
  if (only === undefined) return all;
  const wanted = only.split(',').map((name) => name.trim());
  const list = all.filter(({ figures }) =>
    figures.some(({ name }) => wanted.some((start) => name.startsWith(start))),
  );
  if (list.length > 0) return list;
  const names = all.flatMap(({ figures }) => figures.map(({ name }) => name));
  throw new UsageError(`There is no figure '${only}': give some of ${names.join(', ')}.`);
}

/** Widest name of a figure. */
const NAME_WIDTH = 36;

function lineOf({ name, unit, min, median, max, rounds, ratio, quick }: Result): string {
  const figures = [min, median, max].map((value) => String(value).padStart(10)).join(' ');
  const share = ratio === undefined ? '' : `  ${ratio.value} of ${ratio.to}`;
  return `${name.padEnd(NAME_WIDTH)} ${figures}  ${unit}, ${rounds} rounds${share}${quick ? '  QUICK' : ''}`;
}

/** What was made in the parts of a cluster does not go away with this process. */
function endInOrder(workshop: BenchWorkshop): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void workshop.close().finally(() => process.exit(130)));
}

async function main(): Promise<number> {
  const { json, quick, cpuProfiles, rounds, list } = readArguments(process.argv.slice(2));
  const workshop = new BenchWorkshop(quick, cpuProfiles);
  endInOrder(workshop);
  let load = 0;
  let failures = 0;
  if (!json)
    process.stdout.write(
      `${''.padEnd(NAME_WIDTH)} ${['min', 'median', 'max'].map((word) => word.padStart(10)).join(' ')}\n`,
    );
  try {
    await runBenchmarks(list, workshop, rounds, {
      begins: ({ figures, what }) => {
        load = Number((loadavg()[0] ?? 0).toFixed(1));
        const names = figures.map(({ name }) => name).join(', ');
        process.stderr.write(`${names}: ${what} (load average before: ${load})\n`);
      },
      result: (result) =>
        process.stdout.write(`${json ? JSON.stringify({ ...result, load }) : lineOf(result)}\n`),
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

await endWith(main, USAGE);
