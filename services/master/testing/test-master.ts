import { createHash } from 'node:crypto';
import { WORKER } from '@millrace/dag/testing';
import type { WorkerHeartbeat } from '@millrace/events';
import { Dispatcher } from '../src/dispatch/dispatcher.js';
import { EffectRouter } from '../src/dispatch/effect-router.js';
import { WorkerChoice } from '../src/dispatch/worker-choice.js';
import { WorkerDirectory } from '../src/dispatch/worker-directory.js';
import type { MasterContext } from '../src/partitions/master-context.js';
import { PartitionRunner } from '../src/partitions/partition-runner.js';
import { CommandHold } from '../src/supervision/command-hold.js';
import { DueTimers } from '../src/timers/due-timers.js';
import type { MasterWorld } from './master-world.js';
import { SilentLogger } from './silent-logger.js';

/** A worker process announces itself. */
export function heartbeat(change: Partial<WorkerHeartbeat> = {}): WorkerHeartbeat {
  return {
    ...WORKER,
    groups: ['default'],
    lane: 0,
    slots: 4,
    lightSlots: 4,
    busy: 0,
    lightBusy: 0,
    state: 'ready',
    at: 0,
    guard: 'none',
    startedAt: 0,
    ...change,
  };
}

/** The choice by free slots, in all groups. */
export function leastLoaded(workers: WorkerDirectory): WorkerChoice {
  return new WorkerChoice({ workers, settings: undefined, chance: () => 0, monotonic: () => 0 });
}

/** A master in a world; a second one in the same world is its successor, or a zombie's rival. */
export class TestMaster {
  readonly workers: WorkerDirectory;
  readonly commandHold = new CommandHold();
  readonly logger = new SilentLogger();
  readonly timers: DueTimers;
  readonly context: MasterContext;
  readonly runners = new Map<number, PartitionRunner>();
  /** Rejects with what a partition could not go on from. */
  readonly fatal: Promise<never>;
  /** What the others say when this master asks whether it is one of them. */
  confirming: Promise<void> = Promise.resolve();
  /** Resolves when it has asked. */
  readonly asked = Promise.withResolvers<void>();

  constructor(
    readonly world: MasterWorld,
    owner = 'm1',
  ) {
    const { log, clock, catalogue } = world;
    let nonces = 0;
    let fail: (error: unknown) => void = () => undefined;
    this.fatal = new Promise((_resolve, reject) => (fail = reject));
    this.fatal.catch(() => undefined);
    this.timers = new DueTimers(clock);
    this.workers = new WorkerDirectory(() => clock.monotonic());
    this.workers.heard(heartbeat());
    this.context = {
      log,
      catalogue,
      clock,
      logger: this.logger,
      dispatcher: new Dispatcher(this.workers, new Set(), leastLoaded(this.workers)),
      timers: this.timers,
      effects: new EffectRouter(log, this.logger),
      commandHold: this.commandHold,
      owner,
      newNonce: () => `${owner}-${(nonces += 1)}`,
      chance: () => 0,
      confirm: () => {
        this.asked.resolve();
        return this.confirming;
      },
      onFatal: (_partition, error) => fail(error),
      traceRun: undefined,
      stateHashes: 'every',
      hash: (text) => createHash('sha256').update(text).digest('hex'),
      assign: (assignment) => this.runners.get(assignment.offer.partition)?.assign(assignment),
    };
  }

  async start(...partitions: readonly number[]): Promise<this> {
    for (const partition of partitions) {
      const runner = new PartitionRunner(partition, this.context);
      this.runners.set(partition, runner);
      await runner.start();
    }
    return this;
  }

  runner(partition = 0): PartitionRunner {
    const runner = this.runners.get(partition);
    if (!runner) throw new Error(`Partition ${partition} was not started.`);
    return runner;
  }

  async stop(): Promise<void> {
    for (const runner of this.runners.values()) await runner.stop();
    this.timers.close();
  }
}
