import { createHash, randomBytes } from 'node:crypto';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { WorkerRef } from '@millrace/dag';
import type { StoredRecord, Subscription } from '@millrace/events';
import { CatalogueFeed, EventLog, LogError } from '@millrace/events';
import type { Ownership } from '@millrace/events';
import { Clock } from '@millrace/nest-kit';
import { Logger } from '@millrace/telemetry';
import { Dispatcher } from './dispatch/dispatcher.js';
import { EffectRouter } from './dispatch/effect-router.js';
import { WorkerChoice } from './dispatch/worker-choice.js';
import { WorkerDirectory } from './dispatch/worker-directory.js';
import { Caretaker } from './housekeeping/caretaker.js';
import type { HousekeeperDeps } from './housekeeping/housekeeper.js';
import { MasterOptions } from './master-options.js';
import type { MasterContext } from './partitions/master-context.js';
import type { LostWorker } from './partitions/partition-inputs.js';
import type { PartitionMemory } from './partitions/partition-memory.js';
import { PartitionRunner } from './partitions/partition-runner.js';
import { CommandHold } from './supervision/command-hold.js';
import { EndedProcesses } from './supervision/ended-processes.js';
import { LeaseBook } from './supervision/lease-book.js';
import type { OwnLoad } from './supervision/own-load.js';
import { ownLoad } from './supervision/own-load.js';
import { SelfWatch } from './supervision/self-watch.js';
import { strangers } from './supervision/strangers.js';
import { StrandedGroups } from './supervision/stranded-groups.js';
import { ACCEPT_TIMEOUT_MS, UntakenDispatches } from './supervision/untaken-dispatches.js';
import { DueTimers } from './timers/due-timers.js';

/** The master: runs the partitions that are its own. */
@Injectable()
export class MasterService implements OnApplicationShutdown {
  private readonly workers: WorkerDirectory;
  private readonly runners = new Map<number, PartitionRunner>();
  /** Partitions that are let go, or were before they come back: two runners of one would meet in its timers and slots. */
  private readonly leaving = new Map<number, Promise<void>>();
  private readonly starting: Promise<void>[] = [];
  private readonly untaken = new UntakenDispatches();
  private readonly timers: DueTimers;
  private readonly commandHold = new CommandHold();
  private readonly stranded: StrandedGroups;
  private self: SelfWatch | undefined;
  private readonly context: MasterContext;
  private readonly standing = new Set<number>();
  private readonly ended = new EndedProcesses();
  private readonly caretaker: Caretaker;
  private ownership: Ownership | undefined;
  private heartbeats: Pick<Subscription, 'close'> | undefined;
  private upkeepTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly catalogue: CatalogueFeed,
    private readonly options: MasterOptions,
  ) {
    this.timers = new DueTimers(clock);
    this.caretaker = new Caretaker(() => clock.monotonic(), this.housekeeping(logger));
    this.stranded = new StrandedGroups(logger);
    const monotonic = (): number => clock.monotonic();
    const workers = (this.workers = new WorkerDirectory(monotonic));
    const { workerChoice: settings } = options;
    const choice = new WorkerChoice({ workers, settings, chance: Math.random, monotonic });
    this.context = {
      log,
      catalogue: catalogue.catalogue,
      clock,
      logger,
      dispatcher: new Dispatcher(workers, options.lightTypes, choice),
      timers: this.timers,
      effects: new EffectRouter(log, logger),
      commandHold: this.commandHold,
      owner: options.owner,
      newNonce: () => randomBytes(16).toString('base64url'),
      chance: Math.random,
      confirm: () => this.ownership?.confirm() ?? Promise.resolve(),
      onFatal: (partition, error) => {
        logger.error(
          { partition, error: error instanceof LogError ? error.message : stackOf(error) },
          'partition cannot go on',
        );
        this.standing.add(partition);
        options.onFatal(error);
      },
      traceRun: options.traceRun,
      stateHashes: options.stateHashes,
      hash: sha256,
      assign: (assignment) => this.runners.get(assignment.offer.partition)?.assign(assignment),
    };
  }

  /** Resolves when all partitions that were assigned at once are owned and work. */
  async start(): Promise<void> {
    await this.catalogue.start();
    this.catalogue.onChange(() => this.wakeAll());
    await this.followHeartbeats();
    this.announce();
    this.ownership = await this.log.own({
      assigned: (partitions) => partitions.forEach((partition) => this.take(partition)),
      revoked: (partitions) => partitions.forEach((partition) => this.release(partition)),
    });
    await Promise.all(this.starting);
    this.upkeepTimer = setInterval(() => this.upkeep(), ACCEPT_TIMEOUT_MS);
    this.upkeepTimer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.upkeepTimer);
    this.heartbeats?.close();
    await Promise.all([...this.runners.values()].map((runner) => runner.stop()));
    await Promise.all(this.leaving.values());
    this.timers.close();
    await this.ownership?.leave();
    await this.self?.stop();
    this.context.effects.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** What is in memory, for health and tests. */
  memories(): readonly PartitionMemory[] {
    return [...this.runners.values()].flatMap((runner) => runner.memory ?? []);
  }

  /**
   * Declares lost every worker process that active runs name and that is not among `alive`. Only where something proves
   * them dead: embedded, the lock on the data folder does (L57).
   */
  loseAllBut(alive: ReadonlySet<string>): void {
    for (const runner of this.runners.values()) {
      for (const lost of strangers(runner.memory, alive)) runner.loseWorker(lost);
    }
  }

  /** Partitions that are this process's and cannot go on: they stand still until somebody looks. */
  standingStill(): readonly number[] {
    return [...this.standing].filter((partition) => this.runners.has(partition));
  }

  /** Why it does not take all that it is asked for; undefined when it does. */
  get trouble(): string | undefined {
    return this.self?.trouble;
  }

  private take(partition: number): void {
    const runner = new PartitionRunner(partition, this.context);
    this.runners.set(partition, runner);
    const left = this.leaving.get(partition) ?? Promise.resolve();
    const started = left
      .then(() => runner.start())
      .then(() => this.ended.among(runner.namedWorkers()).forEach((lost) => runner.loseWorker(lost)))
      .catch((error: unknown) => {
        this.context.onFatal(partition, error);
        // In a cluster the other partitions are worth starting without it.
        if (!this.options.registry) throw error;
      });
    this.starting.push(started);
  }

  private release(partition: number): void {
    const runner = this.runners.get(partition);
    if (!runner) return;
    this.runners.delete(partition);
    this.standing.delete(partition);
    const left = runner.stop('claimed').finally(() => this.leaving.delete(partition));
    this.leaving.set(partition, left);
  }

  private announce(): void {
    const { registry, overload: thresholds, owner: name } = this.options;
    if (!registry) return;
    const { logger, commandHold: hold } = this;
    const load = (): OwnLoad => ownLoad(this.memories(), this.context.dispatcher);
    const startedAt = this.clock.now();
    this.self = new SelfWatch({ registry, name, thresholds, hold, startedAt, load, logger });
    this.self.start();
  }

  private async followHeartbeats(): Promise<void> {
    const { log, clock, logger } = this;
    const onHeartbeat = (records: readonly StoredRecord<'heartbeats'>[]): void => this.hear(records);
    const { registry } = this.options;
    if (!registry) {
      this.heartbeats = log.follow('heartbeats', 0, 'end', onHeartbeat);
      return;
    }
    const leases = new LeaseBook({
      log,
      registry,
      clock,
      logger,
      named: () => this.namedWorkers(),
      onHeartbeat,
      onPast: (records) => records.forEach(({ value }) => this.ended.take(value)),
      onLost: (lost) => this.lose({ ...lost, proven: false }),
      onSilent: (incarnation) => this.workers.forget(incarnation),
    });
    this.heartbeats = leases;
    await leases.start();
  }

  private housekeeping(logger: Logger): HousekeeperDeps | undefined {
    const { archive: blobs } = this.options;
    if (!blobs) return undefined;
    const { log, clock, catalogue } = this;
    const readers = (partition: number): readonly number[] => catalogue.catalogue.readersOf(partition);
    return { log, blobs, clock, logger, readers };
  }

  private namedWorkers(): readonly WorkerRef[] {
    const named = new Map<string, WorkerRef>();
    for (const runner of this.runners.values())
      for (const worker of runner.namedWorkers()) named.set(worker.incarnation, worker);
    return [...named.values()];
  }

  private hear(records: readonly StoredRecord<'heartbeats'>[]): void {
    let grown = false;
    for (const { value } of records) {
      for (const lost of this.ended.take(value)) this.lose(lost);
      if (this.ended.has(value.incarnation)) this.workers.forget(value.incarnation);
      else grown = this.workers.heard(value) || grown;
    }
    if (grown) this.wakeAll();
  }

  private wakeAll(): void {
    for (const runner of this.runners.values()) runner.wake();
  }

  private lose(lost: LostWorker): void {
    for (const runner of this.runners.values()) runner.loseWorker(lost);
  }

  /** What no event asks for: dispatches that nobody takes, checkpoints of silent partitions, groups without workers. */
  private upkeep(): void {
    for (const runner of this.runners.values()) {
      runner.repeatUnanswered((...what) => this.untaken.seen(...what));
      void this.caretaker.visit(runner);
    }
    this.untaken.nextPeriod();
    this.stranded.look(this.context.dispatcher.waiting());
  }
}

function stackOf(error: unknown): string {
  return (error instanceof Error && error.stack) || String(error);
}

/** 128 bits of SHA-256 are enough to tell two texts apart. */
function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
