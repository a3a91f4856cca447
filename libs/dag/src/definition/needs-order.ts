/** Needs by task name. Names that are no key do not count. */
export type NeedsByTask = ReadonlyMap<string, readonly string[]>;

/** Names so that needs come first; those in or behind a cycle are left out. */
export function orderOfNeeds(needs: NeedsByTask): readonly string[] {
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
