import type { ProcessSample, Sample } from '../samples/sample.js';

/** What is counted at rest, before and after the load. */
export type Counts = ReadonlyMap<string, number>;

const OF_PROCESSES = ['fds', 'timers', 'processes'] as const satisfies readonly (keyof ProcessSample)[];

/** Counts of a sample by what they are of. What could not be had is missing. */
export function countsOf({ processes, members, redisKeys, files }: Sample): Counts {
  const all: readonly (readonly [string, number | undefined])[] = [
    ...processes.flatMap((one) => OF_PROCESSES.map((kind) => [`${kind} of ${one.name}`, one[kind]] as const)),
    ['consumer group members', members],
    ['Redis keys', redisKeys],
    ['temporary files and folders', files],
  ];
  return new Map(all.flatMap(([name, count]) => (count === undefined ? [] : [[name, count]])));
}

/** The least that some samples have of each: what comes and goes at rest is in some alone, what stays is in all. */
export function leastOf(samples: readonly Sample[]): Counts {
  const least = new Map<string, number>();
  for (const sample of samples)
    for (const [name, count] of countsOf(sample))
      least.set(name, Math.min(count, least.get(name) ?? Infinity));
  return least;
}

/** I21: what there is more of than there was, and what is not known, in words. */
export function leftovers(before: Counts, after: Counts): readonly string[] {
  return [...before].flatMap(([name, was]) => {
    const is = after.get(name);
    if (is === undefined) return [`${name}: ${was} before, not known afterwards.`];
    return is > was ? [`${name}: ${was} before, ${is} afterwards.`] : [];
  });
}
