import type { NeedsByTask } from './needs-order.js';

const MAX_CYCLES = 20;

interface Frame {
  readonly name: string;
  next: number;
}

/**
 * Cycles among the tasks, at most 20, each as names in the order in which they would run, beginning with the one that
 * comes first in the map. Every task that no order can place is in or behind one of them. Needs of oneself do not count.
 * Without recursion: a chain of any length is fine.
 */
export function findCycles(needs: NeedsByTask): readonly (readonly string[])[] {
  const position = new Map([...needs.keys()].map((name, index) => [name, index]));
  const cycles: (readonly string[])[] = [];
  const done = new Set<string>();
  for (const name of needs.keys()) {
    if (!done.has(name)) search(name, needs, done, (path) => cycles.push(inRunOrder(path, position)));
    if (cycles.length >= MAX_CYCLES) return cycles.slice(0, MAX_CYCLES);
  }
  return cycles;
}

/** Depth first along the needs; each need that is still open closes a cycle. */
function search(
  start: string,
  needs: NeedsByTask,
  done: Set<string>,
  found: (path: readonly string[]) => number,
): void {
  const path: Frame[] = [{ name: start, next: 0 }];
  const open = new Map([[start, 0]]);
  for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
    const need = needs.get(frame.name)?.[frame.next];
    frame.next += 1;
    if (need === undefined) {
      path.pop();
      open.delete(frame.name);
      done.add(frame.name);
      continue;
    }
    const at = open.get(need);
    if (at !== undefined && need !== frame.name) {
      if (found(path.slice(at).map(({ name }) => name)) >= MAX_CYCLES) return;
    } else if (at === undefined && needs.has(need) && !done.has(need)) {
      open.set(need, path.length);
      path.push({ name: need, next: 0 });
    }
  }
}

function inRunOrder(path: readonly string[], position: ReadonlyMap<string, number>): readonly string[] {
  const order = [...path].reverse();
  const first = order.reduce((best, name, index) => {
    return (position.get(name) ?? 0) < (position.get(order[best] ?? '') ?? 0) ? index : best;
  }, 0);
  return [...order.slice(first), ...order.slice(0, first)];
}
