import { parts } from '../parts/index.js';
import type { PartName } from '../parts/part.js';
import type { RunCommand } from '../processes/run-command.js';
import type { Entry, StackState } from '../state/state-file.js';
import { freePorts } from './free-ports.js';
import { installMissing, missingCommand, thisMachine } from './packages.js';
import { startNative } from './start-native.js';

interface Tools {
  readonly stackHome: string;
  readonly run: RunCommand;
  readonly tell: (line: string) => void;
  /** What was started before: a part that has ended comes back where its clients look for it. */
  readonly known: StackState;
  /** Hears of a process before anything can go wrong with it. */
  readonly note: (name: PartName, entry: Entry) => void;
}

/** Installs what is missing, then starts all parts at once. Which could not be started, and why. */
export async function startAllNative(
  names: readonly PartName[],
  { stackHome, run, tell, known, note }: Tools,
): Promise<Map<PartName, string>> {
  const machine = thisMachine(run);
  await installMissing(
    names.flatMap((name) => parts[name].needs()),
    machine,
    tell,
  );
  const reasons = new Map<PartName, string>();
  const start = async (name: PartName) => {
    const missing = missingCommand(parts[name].needs(), machine);
    if (missing !== undefined) throw new Error(missing);
    const since = performance.now();
    const before = known[name];
    const ports = await freePorts(before?.way === 'native' ? before.ports : parts[name].ports);
    await startNative(name, { stackHome, ports, note: (entry) => note(name, entry) });
    tell(`${name} is up after ${((performance.now() - since) / 1000).toFixed(1)} s`);
  };
  const startOrSay = (name: PartName) =>
    start(name).catch((error: unknown) => {
      reasons.set(name, error instanceof Error ? error.message : String(error));
    });
  await Promise.all(names.map(startOrSay));
  return reasons;
}
