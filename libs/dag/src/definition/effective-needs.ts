import type { NeedsByTask } from './needs-order.js';

/**
 * The needs of each task, disabled ones replaced by theirs, transitively, as a set (workflow-format §3, `enabled`).
 * A few disabled tasks can turn thousands of edges into millions: undefined when there are more than `limit`.
 * `order`: the tasks that count, needs first.
 */
export function effectiveNeeds(
  written: NeedsByTask,
  order: readonly string[],
  isEnabled: (task: string) => boolean,
  limit = Infinity,
): NeedsByTask | undefined {
  const effective = new Map<string, readonly string[]>();
  let edges = 0;
  for (const name of order) {
    const needs = new Set<string>();
    for (const need of written.get(name) ?? []) {
      addAll(needs, isEnabled(need) ? [need] : (effective.get(need) ?? []));
      if (edges + needs.size > limit) return undefined;
    }
    edges += needs.size;
    effective.set(name, [...needs]);
  }
  return effective;
}

function addAll(set: Set<string>, more: readonly string[]): void {
  for (const one of more) set.add(one);
}
