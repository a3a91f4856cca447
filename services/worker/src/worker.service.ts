import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { CatalogueFeed, EventLog, LogError, laneOf } from '@millrace/events';
import type { Subscription } from '@millrace/events';
import { Clock } from '@millrace/nest-kit';
import { OVERLOAD_MEASURES } from '@millrace/registry';
import { taskType } from '@millrace/tasks';
import type { ProcessHost } from '@millrace/tasks/processes';
import { Logger } from '@millrace/telemetry';
import { Journal } from './execution/journal.js';
import { killLeftovers, killMarked, markOf } from './execution/leftovers.js';
import { TaskRunner } from './execution/task-runner.js';
import type { Incarnation } from './incarnation.js';
import { beginIncarnation, forgetEarlier } from './incarnation.js';
import { DispatchConsumer } from './intake/dispatch-consumer.js';
import { LoadWatch } from './load/load-watch.js';
import { LogShipping } from './logs/log-shipping.js';
import { LeaseWatch } from './lease/lease-watch.js';
import { Heartbeat } from './reporting/heartbeat.js';
import { ReportPublisher } from './reporting/report-publisher.js';
import { WorkerOptions } from './worker-options.js';

/** Before a worker that could not begin anew tries again, milliseconds. */
const AGAIN_MS = 1000;

/** What one incarnation of the worker has. */
interface Running {
  readonly incarnation: Incarnation;
  readonly intake: DispatchConsumer;
  readonly heartbeat: Heartbeat;
  readonly processes: ProcessHost;
  /** Aborted when what runs must end at once. */
  readonly urgency: AbortController;
  readonly subscriptions: readonly Subscription[];
}

/** What outlives an incarnation. */
interface Books {
  readonly journal: Journal;
  readonly reports: ReportPublisher;
}

/** The worker process: cleans up after its predecessor, announces itself, and runs what it is given. */
@Injectable()
export class WorkerService implements OnApplicationShutdown {
  private running: Running | undefined;
  private books: Books | undefined;
  private ending: Promise<void> | undefined;
  private fencing: Promise<void> | undefined;
  private readonly watch: LeaseWatch | undefined;
  private readonly load: LoadWatch | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly options: WorkerOptions,
    private readonly catalogue: CatalogueFeed,
  ) {
    const duties = {
      hold: (doubtful: boolean) => this.running?.intake.hold('lease', doubtful),
      fence: () => (this.fencing = this.fence()),
      live: (forMs: number) => this.running?.processes.live(forMs),
    };
    this.watch = options.registry && new LeaseWatch(clock, duties);
    const { sampler, overload: thresholds } = options;
    this.load =
      sampler && new LoadWatch({ sampler, thresholds, logger, onChange: () => this.overloadChanged() });
  }

  /** Resolves, with its incarnation, when the worker has announced itself. The masters must be able to take reports. */
  async start(): Promise<string> {
    const { folder, name } = this.options;
    void this.load?.look();
    const incarnation = beginIncarnation(folder, randomUUID);
    const journal = new Journal(folder);
    const left = journal.leftovers();
    const killed = killLeftovers(left.spawned) + killMarked(this.workFolder);
    if (killed > 0)
      this.logger.warn({ killed }, 'killed processes that an earlier process of this worker left running');
    rmSync(this.workFolder, { recursive: true, force: true });
    const reports = new ReportPublisher(this.log, name, journal, this.logger);
    await this.catalogue.start();
    await reports.resend(left.reports);
    if (this.ending) return incarnation.current;
    journal.begin();
    this.books = { journal, reports };
    await this.begin(incarnation, this.books);
    return incarnation.current;
  }

  /** Gives nothing new a start, lets what runs end for a while, and leaves nothing running. */
  stop(): Promise<void> {
    return (this.ending ??= this.end());
  }

  /** Ends what runs at once instead of waiting for it, without the grace between TERM and KILL. */
  hurry(): void {
    this.running?.urgency.abort();
    this.running?.intake.stopAll();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Why the worker does not begin all that it is given; undefined when it does. */
  get trouble(): string | undefined {
    return this.watch?.trouble ?? this.load?.trouble;
  }

  private overloadChanged(): void {
    if (this.running) this.holdByLoad(this.running);
    void this.running?.heartbeat.changed();
  }

  private holdByLoad({ intake }: Running): void {
    for (const measure of OVERLOAD_MEASURES)
      intake.hold(measure, this.load?.overloaded.includes(measure) === true);
  }

  private async begin(incarnation: Incarnation, books: Books): Promise<void> {
    const running = await this.open(incarnation, books);
    this.running = running;
    this.holdByLoad(running);
    this.watch?.start();
    await running.heartbeat.start(incarnation.earlier);
  }

  private async end(): Promise<void> {
    this.watch?.stop();
    // Before it is announced: what arrives meanwhile is given back, not begun.
    this.running?.intake.startNothing();
    await this.fencing;
    const { running, books } = this;
    if (!running || !books) return this.watch?.end();
    const { intake, heartbeat, subscriptions, processes } = running;
    await heartbeat.draining();
    await intake.drain(this.options.drainGraceMs);
    for (const subscription of subscriptions) subscription.close();
    await books.reports.drained();
    await heartbeat.stop();
    await processes.close();
    this.watch?.end();
    books.journal.close();
  }

  /** The lease is lost: a master may give what runs here to another worker, so nothing of it may run on (L41). */
  private async fence(): Promise<void> {
    const { running, books } = this;
    if (!running || !books || this.ending) return;
    const { intake, heartbeat, subscriptions, processes, urgency } = running;
    const { current } = running.incarnation;
    this.logger.error(
      { incarnation: current, busy: intake.busy },
      'the lease could not be renewed by the log nor by the registry: what runs here is killed',
    );
    heartbeat.silence();
    intake.startNothing('lease-lost');
    urgency.abort();
    intake.stopAll();
    await intake.drain(0);
    for (const subscription of subscriptions) subscription.close();
    killMarked(this.workFolder);
    await processes.close();
    // Said to be ended only when nothing is left to report of it (L57).
    await books.reports.drained();
    if (this.hasEnded()) return books.journal.close();
    books.journal.begin();
    if (await this.beginAgain(beginIncarnation(this.options.folder, randomUUID), books))
      this.logger.warn(
        { incarnation: this.running?.incarnation.current },
        'works again, as a new incarnation',
      );
  }

  /** What the lease was lost for may last: tries until the log answers. False: it is to end meanwhile. */
  private async beginAgain(incarnation: Incarnation, books: Books): Promise<boolean> {
    while (!this.hasEnded()) {
      try {
        await this.begin(incarnation, books);
        return true;
      } catch (error) {
        if (!(error instanceof LogError) || !error.retryable) throw error;
        this.logger.warn(
          { error: error.message },
          'the log does not answer: the worker cannot begin anew yet',
        );
        await wait(AGAIN_MS);
      }
    }
    return false;
  }

  private hasEnded(): boolean {
    return this.ending !== undefined;
  }

  private get workFolder(): string {
    return join(this.options.folder, 'work');
  }

  private async open(incarnation: Incarnation, { journal, reports }: Books): Promise<Running> {
    const { current } = incarnation;
    const { name, folder, groups, slots, lightSlots, keepFailed } = this.options;
    const lane = laneOf(name);
    // Known before the worker is: what a master sends to this incarnation comes after it (L36).
    const dispatches = await this.log.bounds('task-dispatch', lane);
    const controls = await this.log.bounds('task-control', 0);
    const processes = this.options.openProcesses(join(folder, 'pipes'), markOf(this.workFolder));
    const urgency = new AbortController();
    const runner = new TaskRunner(
      {
        workFolder: this.workFolder,
        now: () => this.clock.now(),
        environment: process.env,
        keepFailed,
        processes,
        urgent: urgency.signal,
      },
      journal,
      new LogShipping(this.log, this.clock, this.logger, join(folder, 'spool')),
    );
    const { catalogue, logger } = this;
    const lookAtLease = (): void => this.watch?.lookNow();
    const deps = { incarnation: current, catalogue, taskType, runner, reports, journal, logger, lookAtLease };
    const intake = new DispatchConsumer(deps, slots, lightSlots);
    const startedAt = this.clock.now();
    const ways = {
      log: this.log,
      logger,
      registry: this.options.registry,
      lease: this.watch?.lease,
      measure: () => void this.load?.look(),
      onEndedSaid: () => forgetEarlier(folder, incarnation),
    };
    const heartbeat = new Heartbeat(ways, () => ({
      worker: name,
      incarnation: current,
      groups,
      lane,
      slots,
      lightSlots,
      busy: intake.busy,
      lightBusy: intake.lightBusy,
      at: this.clock.now(),
      guard: processes.guard,
      startedAt,
      ...this.load?.said,
    }));
    const subscriptions = [
      this.log.follow('task-dispatch', lane, dispatches.end, (records) => intake.take(records)),
      this.log.follow('task-control', 0, controls.end, (records) => intake.control(records)),
    ];
    return { incarnation, intake, heartbeat, processes, urgency, subscriptions };
  }
}
