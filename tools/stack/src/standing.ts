import type { Environment } from './named-endpoints.js';
import { namedEndpoint, wantedWay } from './named-endpoints.js';
import { parts } from './parts/index.js';
import type { PartName } from './parts/part.js';
import { LOOPBACK } from './places.js';
import { isAlive } from './processes/process-identity.js';
import type { Entry } from './state/state-file.js';

export type Way = 'environment' | Entry['way'];

/** A part as it is at this moment. `at` has the form of the variable that would name it. */
export type Standing =
  | { readonly up: true; readonly way: Way; readonly at: string; readonly pid?: number }
  | { readonly up: false; readonly way?: Way; readonly reason: string };

export type Standings = Partial<Record<PartName, Standing>>;

async function standingOfNamed(name: PartName, environment: Environment): Promise<Standing | undefined> {
  const named = namedEndpoint(name, environment);
  if (named === undefined) return undefined;
  const { answers, variable } = parts[name];
  const answered = await Promise.all(named.addresses.map((address) => answers(address)));
  if (answered.every(Boolean)) return { up: true, way: 'environment', at: named.text };
  return { up: false, way: 'environment', reason: `${variable} names an endpoint that does not answer` };
}

async function standingOfOwn(name: PartName, entry: Entry): Promise<Standing> {
  const { way } = entry;
  const process = entry.way === 'native' ? entry.process : undefined;
  // Before the port is asked: after a crash somebody else may listen there.
  if (process !== undefined && !isAlive(process))
    return { up: false, way, reason: `process ${process.pid} has ended by itself` };
  const [port = 0] = entry.ports;
  if (!(await parts[name].answers({ host: LOOPBACK, port })))
    return { up: false, way, reason: `nothing answers on port ${port}` };
  return { up: true, way, at: parts[name].textAt(port), ...(process !== undefined && { pid: process.pid }) };
}

/** How a part stands: the one that the environment names, else the one that was started. Throws for a bad variable. */
export async function standingOf(
  name: PartName,
  { environment, entry }: { readonly environment: Environment; readonly entry: Entry | undefined },
): Promise<Standing> {
  const named = await standingOfNamed(name, environment);
  if (named !== undefined) return named;
  if (wantedWay(environment) === 'off') return { up: false, reason: 'MILLRACE_STACK is off' };
  return entry === undefined ? { up: false, reason: 'not started' } : standingOfOwn(name, entry);
}
