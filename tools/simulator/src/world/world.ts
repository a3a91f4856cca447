import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@millrace/events';
import type { LogFields } from '@millrace/telemetry';
import type { Chance } from '../chance.js';
import { MasterGroup } from '../parts/master-group.js';
import { ProcessLog } from '../parts/process-log.js';
import { ProcessRegistry, SharedRegistry } from '../parts/process-registry.js';
import { ScriptTable } from '../parts/script-table.js';
import { SimBroker } from '../parts/sim-broker.js';
import { Weather } from '../parts/weather.js';
import { BEGINNING, enterSimulation } from '../time/ambient.js';
import { SimProcess } from '../time/sim-process.js';
import { Timeline } from '../time/timeline.js';

/** What a disk makes slow is not of interest here. */
const IN_MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** How often brokers compact what is compacted, milliseconds. */
const TIDY_MS = 240_000;

/** Partitions of the simulated log. */
const P = 3;

/** What one process is given of the world. */
export interface Surroundings {
  readonly process: SimProcess;
  readonly log: ProcessLog;
  readonly registry: ProcessRegistry;
  /** What it says; kept where somebody wants to see it. */
  readonly tell: (level: string, fields: LogFields, message: string) => void;
}

/** What is there beside the processes: time, brokers, registry, network, machines. There is one for each process of Node. */
export class World {
  readonly timeline = new Timeline();
  readonly weather: Weather;
  readonly broker: SimBroker;
  readonly group: MasterGroup;
  readonly registry: SharedRegistry;
  readonly scripts: ScriptTable;
  readonly folder = mkdtempSync(join(IN_MEMORY, 'millrace-sim-'));
  /** What must never happen, in sentences. */
  readonly faults: string[] = [];
  /** Wall clocks were set: times that different machines have written down are not to be compared. */
  clocksWereSet = false;
  /** A partition that has lost records which it had confirmed: who finds that must refuse it. */
  damaged: number | undefined;
  /** Told what happens, for who reads along. */
  onTold: (line: string) => void = () => undefined;

  constructor(readonly chance: Chance) {
    const { timeline } = this;
    enterSimulation(timeline, chance.branch());
    this.weather = new Weather(chance.branch());
    this.broker = new SimBroker({ P, L: 1 }, () => Math.floor(BEGINNING + timeline.now));
    this.group = new MasterGroup(timeline, this.weather, chance.branch(), P);
    this.registry = new SharedRegistry(() => timeline.now);
    this.scripts = new ScriptTable(timeline, chance.branch());
    this.guardSignals();
  }

  /** A new log, and what runs beside all processes. */
  async open(): Promise<void> {
    this.group.open();
    const { log } = this.surround(new SimProcess('operator'));
    let made = 0;
    const created = createLog(log, () => `log-${(made += 1)}`, BEGINNING);
    await this.timeline.passUntil(1_000);
    await created;
    this.timeline.plan(TIDY_MS, () => this.tidy(), this.timeline.world);
  }

  surround(process: SimProcess): Surroundings {
    const { timeline, weather, broker, group } = this;
    const ends = { timeline, weather, process };
    return {
      process,
      log: new ProcessLog({ ...ends, broker, group }),
      registry: new ProcessRegistry(ends, this.registry),
      tell: (level, fields, message) => this.told(process, `${level} ${message} ${textOf(fields)}`),
    };
  }

  told(process: SimProcess, text: string): void {
    this.onTold(`${(this.timeline.now / 1000).toFixed(3)} ${process.name} ${text}`);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private tidy(): void {
    this.broker.compact();
    this.timeline.plan(TIDY_MS, () => this.tidy(), this.timeline.world);
  }

  /** Signals reach simulated scripts alone. */
  private guardSignals(): void {
    process.kill = (pid, signal) => this.scripts.signal(pid, signal);
    const fail = (error: unknown): void => {
      this.faults.push(
        `An error that nobody caught: ${error instanceof Error ? error.stack : String(error)}`,
      );
    };
    process.on('uncaughtException', fail);
    process.on('unhandledRejection', fail);
  }
}

function textOf(fields: LogFields): string {
  return JSON.stringify(fields);
}
