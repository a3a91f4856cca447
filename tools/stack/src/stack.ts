import { rm } from 'node:fs/promises';
import { Compose } from './container/compose.js';
import { startContainers } from './container/start-containers.js';
import type { Environment } from './named-endpoints.js';
import { wantedWay } from './named-endpoints.js';
import { startAllNative } from './native/start-all-native.js';
import { homeOf } from './native/start-native.js';
import { parts } from './parts/index.js';
import type { PartName } from './parts/part.js';
import { LOOPBACK, STACK_HOME } from './places.js';
import { endProcess } from './processes/detached-process.js';
import { lastLines } from './processes/log-file.js';
import { isAlive } from './processes/process-identity.js';
import type { RunCommand } from './processes/run-command.js';
import { runCommand } from './processes/run-command.js';
import { until } from './processes/until.js';
import type { Standings } from './standing.js';
import { standingOf } from './standing.js';
import { withLock } from './state/lock.js';
import type { Entry, StackState } from './state/state-file.js';
import { StateFile } from './state/state-file.js';

/** A process that lives is given this long to answer before it is ended: the machine may be busy with tests. */
const BUSY_MS = 20_000;

export interface StackOptions {
  readonly home?: string;
  readonly environment?: Environment;
  readonly run?: RunCommand;
  /** Hears what takes long and what was tried in vain. */
  readonly tell?: (line: string) => void;
}

/** Why a part could not be had. */
export type Reasons = ReadonlyMap<PartName, string>;

/** The parts of this clone: how they stand, and how they come and go. One command changes them at a time. */
export class Stack {
  private readonly home: string;
  private readonly environment: Environment;
  private readonly run: RunCommand;
  private readonly tell: (line: string) => void;
  private readonly state: StateFile;
  private readonly compose: Compose;

  constructor({ home = STACK_HOME, environment = process.env, run = runCommand, tell }: StackOptions = {}) {
    this.home = home;
    this.environment = environment;
    this.run = run;
    this.tell = tell ?? (() => undefined);
    this.state = new StateFile(home);
    this.compose = new Compose(run);
  }

  async status(names: readonly PartName[]): Promise<Standings> {
    const state = this.state.read();
    const standings: Standings = {};
    const look = async (name: PartName) => {
      standings[name] = await standingOf(name, { environment: this.environment, entry: state[name] });
    };
    await Promise.all(names.map(look));
    return standings;
  }

  /** Starts what does not answer yet. What cannot be had is down afterwards, with the reason. */
  async up(names: readonly PartName[]): Promise<Standings> {
    const before = await this.status(names);
    const isOff = wantedWay(this.environment) === 'off';
    if (isOff || names.every((name) => before[name]?.up)) return before;
    return withLock(this.home, () => this.upLocked(names));
  }

  private async upLocked(names: readonly PartName[]): Promise<Standings> {
    const known = this.state.read();
    await Promise.all(names.map((name) => this.endIfSilent(name)));
    const before = await this.status(names);
    const absent = names.filter((name) => !before[name]?.up && before[name]?.way !== 'environment');
    const reasons = await this.start(absent, known);
    const after = await this.status(names);
    for (const [name, reason] of reasons) after[name] = { up: false, reason };
    return after;
  }

  /** A process that lives and never answers, or whose place somebody else took, makes way for a new one. */
  private async endIfSilent(name: PartName): Promise<void> {
    const entry = this.state.read()[name];
    if (entry?.way !== 'native') return;
    const [port = 0] = entry.ports;
    const answers = async () =>
      !isAlive(entry.process) || (await parts[name].answers({ host: LOOPBACK, port }));
    if ((await until(answers, BUSY_MS)) && isAlive(entry.process)) return;
    await endProcess(entry.process);
    this.state.remove(name);
  }

  /** `known`: what had been started, also what had to make way. */
  private async start(names: readonly PartName[], known: StackState): Promise<Reasons> {
    const way = wantedWay(this.environment);
    if (names.length === 0) return new Map();
    const note = (name: PartName, entry: Entry) => this.state.set(name, entry);
    const tools = { note, run: this.run, tell: this.tell };
    const native = { ...tools, stackHome: this.home, known };
    if (way === 'native') return startAllNative(names, native);
    const problem = await startContainers(names, {
      ...tools,
      compose: this.compose,
      known: this.state.read(),
    });
    if (problem === undefined) return new Map();
    this.tell(problem);
    if (way === 'container') return new Map(names.map((name) => [name, problem]));
    return startAllNative(names, native);
  }

  /** Ends what was started and leaves no process. Data is kept for the next start, unless it is to be wiped. */
  async down(names: readonly PartName[], { wipe = false }: { readonly wipe?: boolean } = {}): Promise<void> {
    await withLock(this.home, async () => {
      const state = this.state.read();
      const contained = names.filter((name) => state[name]?.way === 'container');
      if (contained.length > 0) await this.compose.down(contained, { wipe });
      await Promise.all(names.map((name) => this.downNative(name, { wipe, entry: state[name] })));
      for (const name of names) this.state.remove(name);
    });
  }

  private async downNative(name: PartName, { wipe, entry }: { wipe: boolean; entry: Entry | undefined }) {
    if (entry?.way === 'native') await endProcess(entry.process);
    if (wipe) await rm(homeOf(this.home, name), { recursive: true, force: true });
  }

  /** The last lines that a part logged. */
  async logs(name: PartName, lines: number): Promise<string[]> {
    return this.state.read()[name]?.way === 'container'
      ? this.compose.logs(name, lines)
      : lastLines(homeOf(this.home, name), lines);
  }
}
