import type { BenchContext, Benchmark, Figure } from './benchmark.js';
import { rounded, spreadOf } from './statistics.js';

export interface Result {
  readonly name: string;
  readonly unit: string;
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly rounds: number;
  /** The median over that of its physical limit, where that was measured before. */
  readonly ratio?: { readonly to: string; readonly value: number };
  /** Present where the figure was made with less work than it is defined with: it is not to be compared. */
  readonly quick?: true;
}

export interface BenchFailure {
  readonly benchmark: Benchmark;
  readonly reason: string;
}

/** What the one who runs benchmarks wants to hear of. */
export interface BenchListener {
  readonly begins: (benchmark: Benchmark) => void;
  readonly result: (result: Result) => void;
  readonly failed: (failure: BenchFailure) => void;
}

/** Runs the benchmarks in order. One that fails does not keep the others from running. */
export async function runBenchmarks(
  list: readonly Benchmark[],
  context: BenchContext,
  rounds: number,
  listener: BenchListener,
): Promise<void> {
  const medians = new Map<string, number>();
  for (const benchmark of list) {
    listener.begins(benchmark);
    try {
      const values = await measure(benchmark, context, rounds);
      for (const [figure, given] of givenOf(benchmark, values))
        listener.result(resultOf(figure, given, medians, context.quick));
    } catch (error) {
      listener.failed({ benchmark, reason: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** The figures with their values, without those that may be missing and are. */
function givenOf(
  { figures }: Benchmark,
  rounds: readonly RoundValues[],
): readonly (readonly [Figure, readonly number[]])[] {
  return figures
    .map((figure) => [figure, valuesOf(figure, rounds)] as const)
    .filter(([, values]) => values.length > 0);
}

function valuesOf({ name, optional }: Figure, rounds: readonly RoundValues[]): readonly number[] {
  const values = rounds.map((round) => round[name]).filter((value) => value !== undefined);
  if (values.length === 0 && !optional) throw new Error(`The benchmark gave no ${name}.`);
  return values;
}

type RoundValues = Readonly<Record<string, number>>;

/** The values of all rounds but the first, which warms up. */
async function measure(
  benchmark: Benchmark,
  context: BenchContext,
  rounds: number,
): Promise<readonly RoundValues[]> {
  const { fixedRounds } = benchmark;
  const session = await benchmark.open(context);
  try {
    const values: RoundValues[] = [];
    if (fixedRounds === undefined) await session.round(0);
    for (let number = 1; number <= (fixedRounds ?? rounds); number += 1)
      values.push(await session.round(number));
    return values;
  } finally {
    await session.close?.();
  }
}

/** Notes the median, for the figures whose limit this one is. */
function resultOf(
  { name, unit, limit }: Figure,
  values: readonly number[],
  medians: Map<string, number>,
  quick: boolean,
): Result {
  const spread = spreadOf(values);
  medians.set(name, spread.median);
  const best = limit === undefined ? undefined : medians.get(limit);
  return {
    name,
    unit,
    min: rounded(spread.min),
    median: rounded(spread.median),
    max: rounded(spread.max),
    rounds: values.length,
    ...(best === undefined || limit === undefined
      ? {}
      : { ratio: { to: limit, value: rounded(spread.median / best) } }),
    ...(quick ? { quick } : {}),
  };
}
