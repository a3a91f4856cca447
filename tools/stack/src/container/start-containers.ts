import { freePorts } from '../native/free-ports.js';
import { parts } from '../parts/index.js';
import type { PartName } from '../parts/part.js';
import { LOOPBACK } from '../places.js';
import { until } from '../processes/until.js';
import type { Entry, StackState } from '../state/state-file.js';
import type { Compose, Ports } from './compose.js';

const SERVES_MS = 60_000;

interface Tools {
  readonly compose: Compose;
  /** What was started before: containers keep their ports, or they would be made anew. */
  readonly known: StackState;
  readonly note: (name: PartName, entry: Entry) => void;
}

async function clientPort(name: PartName, known: StackState): Promise<number> {
  const entry = known[name];
  const kept = entry?.way === 'container' ? entry.ports : await freePorts(parts[name].ports.slice(0, 1));
  return kept[0] ?? 0;
}

/** A healthy container is one whose port is open: that it serves is asked here. */
async function silentOf(names: readonly PartName[], ports: Ports): Promise<string | undefined> {
  const answered = await Promise.all(
    names.map((name) =>
      until(() => parts[name].answers({ host: LOOPBACK, port: ports[name] ?? 0 }), SERVES_MS),
    ),
  );
  const silent = names.filter((_name, index) => answered[index] === false);
  return silent.length === 0 ? undefined : `${silent.join(', ')} runs and does not answer`;
}

/** Starts the parts as containers. Why that failed, and then none is left; undefined when it did not. */
export async function startContainers(
  names: readonly PartName[],
  { compose, known, note }: Tools,
): Promise<string | undefined> {
  const unusable = await compose.unusable();
  if (unusable !== undefined) return unusable;
  const ports: Partial<Record<PartName, number>> = {};
  for (const name of names) ports[name] = await clientPort(name, known);
  const problem = (await compose.up(ports satisfies Ports)) ?? (await silentOf(names, ports));
  if (problem !== undefined) {
    await compose.down(names, { wipe: true });
    return `the containers did not start (${problem})`;
  }
  for (const name of names) note(name, { way: 'container', ports: [ports[name] ?? 0] });
  return undefined;
}
