import type { NeedsByTask } from './find-cycles.js';

/** Whether `target` is a need of `task` or an ancestor of one. */
export type IsUpstream = (task: string, target: string) => boolean;

/**
 * Answers for the given targets only, by one bit a target and task, carried along the edges in one pass: ten thousand
 * tasks that all refer to each other take some megabytes, where all sets of ancestors would take gigabytes.
 * For tasks in or behind a cycle, which has its own problem, everything is upstream.
 */
export function createAncestry(needs: NeedsByTask, targets: Iterable<string>): IsUpstream {
  const bitOf = new Map<string, number>();
  for (const target of targets) if (!bitOf.has(target)) bitOf.set(target, bitOf.size);
  const words = Math.ceil(bitOf.size / 32);
  const upstream = new Map<string, Uint32Array>();
  for (const task of inOrder(needs)) {
    const bits = new Uint32Array(words);
    for (const need of needs.get(task) ?? []) {
      addAll(bits, upstream.get(need));
      addOne(bits, bitOf.get(need));
    }
    upstream.set(task, bits);
  }
  return (task, target) => {
    const bits = upstream.get(task);
    const bit = bitOf.get(target);
    if (bits === undefined) return true;
    return bit !== undefined && ((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  };
}

function addAll(bits: Uint32Array, more: Uint32Array | undefined): void {
  if (more === undefined) return;
  for (let index = 0; index < bits.length; index += 1) bits[index] = (bits[index] ?? 0) | (more[index] ?? 0);
}

function addOne(bits: Uint32Array, bit: number | undefined): void {
  if (bit !== undefined) bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
}

/** Names so that needs come first; those in or behind a cycle are left out. Needs that are no task do not count. */
function inOrder(needs: NeedsByTask): readonly string[] {
  const left = new Map<string, number>();
  const dependants = new Map<string, string[]>([...needs.keys()].map((task) => [task, []]));
  for (const [task, list] of needs) {
    const known = list.filter((need) => needs.has(need));
    left.set(task, known.length);
    for (const need of known) dependants.get(need)?.push(task);
  }
  const order = [...needs.keys()].filter((task) => left.get(task) === 0);
  for (const task of order) {
    for (const dependant of dependants.get(task) ?? []) {
      const count = (left.get(dependant) ?? 0) - 1;
      left.set(dependant, count);
      if (count === 0) order.push(dependant);
    }
  }
  return order;
}
