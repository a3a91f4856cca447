import type { NeedsByTask } from './needs-order.js';
import { orderOfNeeds } from './needs-order.js';

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
  for (const task of orderOfNeeds(needs)) {
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
