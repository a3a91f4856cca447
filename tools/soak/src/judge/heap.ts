import { median } from '@millrace/bench';
import type { ProcessSample, Sample } from '../samples/sample.js';

/** Of the heap at the end to that at a quarter of the time. */
export const HEAP_LIMIT = 1.1;
/** Of a life that is judged: the first minutes of a process say nothing about the later ones. */
const LEAST_SAMPLES = 8;
/** Looked at together: what runs at the moment of a sample is in its heap. */
const TOGETHER = 3;

interface Point {
  /** Seconds. */
  readonly at: number;
  readonly heap: number;
}

/** How the heap of a process has grown. */
export interface HeapGrowth {
  readonly name: string;
  /**
   * Of the processes that were there for long enough: `lived`: there is one, from a quarter of its time under load to the
   * end of that. `same-age`: the last against the first, each as old as the younger of them has become. `unknown`: none.
   */
  readonly compared: 'lived' | 'same-age' | 'unknown';
  /** Megabytes of 10⁶ bytes. */
  readonly before?: number;
  readonly after?: number;
  readonly ratio?: number;
  /** Seconds: the time of the load, or the age, at which the later one was looked at. */
  readonly at?: number;
}

/** Compares the heaps under load, for each name of a process. */
export function heapGrowth(samples: readonly Sample[]): readonly HeapGrowth[] {
  const loaded = samples.filter(({ phase }) => phase === 'load');
  const names = new Set(loaded.flatMap(({ processes }) => processes.map(({ name }) => name)));
  return [...names].toSorted().map((name) => growthOf(name, livesOf(loaded, name)));
}

export function tooLarge(growth: readonly HeapGrowth[]): readonly string[] {
  return growth.flatMap(({ name, compared, ratio = 0, before = 0, after = 0 }) =>
    ratio <= HEAP_LIMIT
      ? []
      : [
          `The heap of ${name} grew from ${before.toFixed(1)} to ${after.toFixed(1)} MB (× ${ratio.toFixed(2)}, ${compared}); × ${HEAP_LIMIT} is allowed.`,
        ],
  );
}

function livesOf(samples: readonly Sample[], name: string): readonly (readonly Point[])[] {
  const seen = samples.flatMap(({ at, processes }) =>
    processes.filter((one) => one.name === name).map((one) => ({ at, ...one })),
  );
  return [...Map.groupBy(seen, ({ pid }) => pid).values()].map(pointsOf);
}

function pointsOf(seen: readonly (ProcessSample & { readonly at: number })[]): readonly Point[] {
  return seen.flatMap(({ at, heap }) => (heap === undefined ? [] : [{ at, heap }]));
}

function growthOf(name: string, lives: readonly (readonly Point[])[]): HeapGrowth {
  const [first, ...later] = lives.filter(({ length }) => length >= LEAST_SAMPLES);
  if (!first) return { name, compared: 'unknown' };
  const last = later.at(-1);
  if (last) return sameAge(name, first, last);
  const [from, end] = [first[0]?.at ?? 0, first.at(-1)?.at ?? 0];
  return compared(name, 'lived', around(first, from + (end - from) / 4), first.slice(-TOGETHER), end);
}

function sameAge(name: string, first: readonly Point[], last: readonly Point[]): HeapGrowth {
  const [one, other] = [aged(first), aged(last)];
  const age = Math.min(one.at(-1)?.at ?? 0, other.at(-1)?.at ?? 0);
  const [older, younger] = [upTo(one, age), upTo(other, age)];
  if (Math.min(older.length, younger.length) < LEAST_SAMPLES) return { name, compared: 'unknown' };
  return compared(name, 'same-age', older.slice(-TOGETHER), younger.slice(-TOGETHER), age);
}

function upTo(points: readonly Point[], moment: number): readonly Point[] {
  return points.filter(({ at }) => at <= moment);
}

function aged(points: readonly Point[]): readonly Point[] {
  const born = points[0]?.at ?? 0;
  return points.map(({ at, heap }) => ({ at: at - born, heap }));
}

/** Those that are nearest to a moment. */
function around(points: readonly Point[], moment: number): readonly Point[] {
  return points.toSorted((a, b) => Math.abs(a.at - moment) - Math.abs(b.at - moment)).slice(0, TOGETHER);
}

function compared(
  name: string,
  how: HeapGrowth['compared'],
  earlier: readonly Point[],
  later: readonly Point[],
  at: number,
): HeapGrowth {
  const [before = 0, after = 0] = [earlier, later].map(
    (points) => median(points.map(({ heap }) => heap)) / 1e6,
  );
  return { name, compared: how, before, after, ratio: after / before, at };
}
