import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { CatalogueFeed, EventLog, laneOf } from '@millrace/events';
import type { Subscription } from '@millrace/events';
import { Clock } from '@millrace/nest-kit';
import { taskType } from '@millrace/tasks';
import type { ProcessHost } from '@millrace/tasks/processes';
import { Logger } from '@millrace/telemetry';
import { Journal } from './execution/journal.js';
import { killLeftovers, killMarked } from './execution/leftovers.js';
import { TaskRunner } from './execution/task-runner.js';
import type { Incarnation } from './incarnation.js';
import { beginIncarnation, forgetEarlier } from './incarnation.js';
import { DispatchConsumer } from './intake/dispatch-consumer.js';
import { LogShipping } from './logs/log-shipping.js';
import { Heartbeat } from './reporting/heartbeat.js';
import { ReportPublisher } from './reporting/report-publisher.js';
import { WorkerOptions } from './worker-options.js';

interface Running {
  readonly intake: DispatchConsumer;
  readonly reports: ReportPublisher;
  readonly heartbeat: Heartbeat;
  readonly journal: Journal;
  readonly processes: ProcessHost;
  readonly subscriptions: readonly Subscription[];
}

/** The worker process: cleans up after its predecessor, announces itself, and runs what it is given. */
@Injectable()
export class WorkerService implements OnApplicationShutdown {
  private running: Running | undefined;
  private ending: Promise<void> | undefined;
  private readonly urgency = new AbortController();

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly options: WorkerOptions,
    private readonly catalogue: CatalogueFeed,
  ) {}

  /** Resolves, with its incarnation, when the worker has announced itself. The masters must be able to take reports. */
  async start(): Promise<string> {
    const { folder, name } = this.options;
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
    this.running = this.open(incarnation, journal, reports);
    await this.running.heartbeat.start(incarnation.earlier);
    return incarnation.current;
  }

  /** Gives nothing new a start, lets what runs end for a while, and leaves nothing running. */
  stop(): Promise<void> {
    return (this.ending ??= this.end());
  }

  /** Ends what runs at once instead of waiting for it, without the grace between TERM and KILL. */
  hurry(): void {
    this.urgency.abort();
    this.running?.intake.stopAll();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  private async end(): Promise<void> {
    const { running } = this;
    if (!running) return;
    const { intake, heartbeat, reports, subscriptions, processes, journal } = running;
    // Before it is announced: what arrives meanwhile is given back, not begun.
    intake.startNothing();
    await heartbeat.draining();
    await intake.drain(this.options.drainGraceMs);
    for (const subscription of subscriptions) subscription.close();
    await reports.drained();
    await heartbeat.stop();
    await processes.close();
    journal.close();
  }

  private get workFolder(): string {
    return join(this.options.folder, 'work');
  }

  private open(incarnation: Incarnation, journal: Journal, reports: ReportPublisher): Running {
    const { current } = incarnation;
    const { name, folder, groups, slots, lightSlots, keepFailed } = this.options;
    const processes = this.options.openProcesses(join(folder, 'pipes'));
    const runner = new TaskRunner(
      {
        workFolder: this.workFolder,
        now: () => this.clock.now(),
        environment: process.env,
        keepFailed,
        processes,
        urgent: this.urgency.signal,
      },
      journal,
      new LogShipping(this.log, this.clock, this.logger, join(folder, 'spool')),
    );
    const deps = {
      incarnation: current,
      catalogue: this.catalogue,
      taskType,
      runner,
      reports,
      journal,
      logger: this.logger,
    };
    const intake = new DispatchConsumer(deps, slots, lightSlots);
    const lane = laneOf(name);
    const startedAt = this.clock.now();
    const announcement = () => ({
      worker: name,
      incarnation: current,
      groups,
      lane,
      slots,
      lightSlots,
      busy: intake.busy,
      lightBusy: intake.lightBusy,
      at: this.clock.now(),
      guard: 'process-group',
      startedAt,
    });
    const heartbeat = new Heartbeat(this.log, this.logger, announcement, () =>
      forgetEarlier(folder, incarnation),
    );
    const subscriptions = [
      this.log.follow('task-dispatch', lane, 'end', (records) => intake.take(records)),
      this.log.follow('task-control', 0, 'end', (records) => intake.control(records)),
    ];
    return { intake, reports, heartbeat, journal, processes, subscriptions };
  }
}
