import type { Benchmark } from './benchmark.js';

/** A list of benchmarks in the order in which they run. Throws where two figures have one name, or a limit comes after what is compared with it. */
export function register(...list: readonly Benchmark[]): readonly Benchmark[] {
  const names = new Set<string>();
  for (const { name, limit } of list.flatMap(({ figures }) => figures)) {
    if (names.has(name)) throw new Error(`There are two figures named ${name}.`);
    if (limit !== undefined && !names.has(limit))
      throw new Error(`${limit}, the limit of ${name}, must come before it.`);
    names.add(name);
  }
  return list;
}
