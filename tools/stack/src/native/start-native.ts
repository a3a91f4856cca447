import { join } from 'node:path';
import { parts } from '../parts/index.js';
import type { Launch, PartName } from '../parts/part.js';
import { LOOPBACK } from '../places.js';
import { endProcess, startDetached } from '../processes/detached-process.js';
import { lastLines } from '../processes/log-file.js';
import { isAlive } from '../processes/process-identity.js';
import type { ProcessIdentity } from '../processes/process-identity.js';
import { until } from '../processes/until.js';
import type { Entry } from '../state/state-file.js';

const READY_MS = 60_000;
const LOG_LINES = 20;

export const homeOf = (stackHome: string, name: PartName): string => join(stackHome, name);

/** Waits until the part serves at that port. Its end comes first when it cannot start: then its log is in the message. */
async function mustBecomeReady(name: PartName, process: ProcessIdentity, port: number, home: string) {
  let answered = false;
  await until(async () => {
    answered = await parts[name].answers({ host: LOOPBACK, port });
    return answered || !isAlive(process);
  }, READY_MS);
  if (answered && isAlive(process)) return;
  await endProcess(process);
  const log = (await lastLines(home, LOG_LINES)).join('\n');
  throw new Error(`${name} did not become ready on port ${port}. The end of its log:\n${log}`);
}

export interface StartOptions {
  readonly home: string;
  /** Where it serves clients. */
  readonly port: number;
  /** Is told of the process, which outlives this one, before anything can go wrong with it. */
  readonly note: (process: ProcessIdentity) => void;
}

/** Starts what is prepared, and waits until it serves. Throws, with the end of its log, where it does not come up. */
export async function startAndServe(
  name: PartName,
  launch: Launch,
  { home, port, note }: StartOptions,
): Promise<ProcessIdentity> {
  const process = await startDetached(launch, home);
  note(process);
  await mustBecomeReady(name, process, port, home);
  return process;
}

/** Prepares, starts, and waits until it serves. `note` is told of the process before anything can go wrong with it. */
export async function startNative(
  name: PartName,
  { stackHome, ports, note }: { stackHome: string; ports: readonly number[]; note: (entry: Entry) => void },
): Promise<Entry> {
  const home = homeOf(stackHome, name);
  const launch = await parts[name].prepare(home, ports);
  const entryOf = (process: ProcessIdentity): Entry => ({ way: 'native', ports: [...ports], process });
  const [port = 0] = ports;
  return entryOf(
    await startAndServe(name, launch, { home, port, note: (process) => note(entryOf(process)) }),
  );
}
