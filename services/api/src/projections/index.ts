import type { Projection, Recorded } from './projection.js';
import { runList } from './run-list.projection.js';
import type { RunView } from './run-view.js';
import { taskRuns } from './task-runs.projection.js';

/** Every projection of the log into the read model. */
const projections: readonly Projection[] = [runList, taskRuns];

/** An event whose type is known only at run time, applied to the rows of its run. */
export type ApplyEvent = (view: RunView, data: unknown, recorded: Recorded) => void;

/** What the projections do with each type of event, in the order of the register. */
export const handlers = handlersByType(projections);

/** Throws when two projections have one name. */
export function handlersByType(
  registered: readonly Projection[],
): ReadonlyMap<string, readonly ApplyEvent[]> {
  const names = new Set<string>();
  const byType = new Map<string, ApplyEvent[]>();
  for (const { name, on } of registered) {
    if (names.has(name)) throw new Error(`There are two projections named '${name}'.`);
    names.add(name);
    for (const [type, handler] of Object.entries(on)) {
      const list = byType.get(type) ?? [];
      byType.set(type, [...list, handler as ApplyEvent]);
    }
  }
  return byType;
}
