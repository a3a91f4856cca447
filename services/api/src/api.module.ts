import { CatalogueFeed } from '@millrace/events';
import type { DynamicModule, ModuleMetadata, OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { TokenGuard } from './auth/token-guard.js';
import { CatalogueLedger } from './catalogue/catalogue-ledger.js';
import { CatalogueWriter } from './catalogue/catalogue-writer.js';
import { CommandGateway } from './commands/command-gateway.js';
import { CommandOutcomes } from './commands/command-outcomes.js';
import { CommandsController } from './commands/commands.controller.js';
import { LogIds } from './commands/log-ids.js';
import { ReplyBook } from './commands/reply-book.js';
import { ConsistencyInterceptor } from './consistency/consistency-interceptor.js';
import { HealthController } from './health/health.controller.js';
import { ProblemFilter } from './http/problem-filter.js';
import { LogsController } from './logs/logs.controller.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { ProjectionController } from './projections/projection.controller.js';
import { ProjectsController } from './projects/projects.controller.js';
import { ChangeRunsController } from './runs/change-runs.controller.js';
import { EndedRuns } from './runs/ended-runs.js';
import { RunFinder } from './runs/run-finder.js';
import { RunsController } from './runs/runs.controller.js';
import { StartRunsController } from './runs/start-runs.controller.js';
import { AttemptEnds } from './streams/attempt-ends.js';
import { LiveRuns } from './streams/live-runs.js';
import { LogStreams } from './streams/log-streams.js';
import { RunHistory } from './streams/run-history.js';
import { RunStreams } from './streams/run-streams.js';
import { StreamDesk } from './streams/stream-desk.js';
import { TaskRunFinder } from './task-runs/task-run-finder.js';
import { TaskRunsController } from './task-runs/task-runs.controller.js';
import { WorkerView } from './workers/worker-view.js';
import { WorkersController } from './workers/workers.controller.js';
import { PublishWorkflowsController } from './workflows/publish-workflows.controller.js';
import { WorkflowFinder } from './workflows/workflow-finder.js';
import { WorkflowsController } from './workflows/workflows.controller.js';

/**
 * The HTTP API. Whoever imports it gives the ports, by their classes: EventLog, CatalogueFeed, ReadStore, LogStore, Clock, Logger, and
 * ApiOptions, CatalogueLedger, ReadPositions, ReadModelRebuilder,
 * HealthSource of this package; in modules given to `with`, or in a global one.
 */
@Module({
  controllers: [
    ProjectsController,
    WorkflowsController,
    PublishWorkflowsController,
    RunsController,
    StartRunsController,
    ChangeRunsController,
    CommandsController,
    TaskRunsController,
    LogsController,
    WorkersController,
    ProjectionController,
    HealthController,
    OpenApiController,
  ],
  providers: [
    CatalogueWriter,
    CommandGateway,
    CommandOutcomes,
    LogIds,
    ReplyBook,
    WorkflowFinder,
    RunFinder,
    EndedRuns,
    TaskRunFinder,
    RunHistory,
    RunStreams,
    LiveRuns,
    AttemptEnds,
    LogStreams,
    StreamDesk,
    WorkerView,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: TokenGuard },
    { provide: APP_INTERCEPTOR, useClass: ConsistencyInterceptor },
  ],
  exports: [CatalogueWriter, CommandGateway],
})
export class ApiModule implements OnModuleInit, OnModuleDestroy {
  constructor(
    private readonly catalogue: CatalogueFeed,
    private readonly ledger: CatalogueLedger,
  ) {}

  static with(...imports: NonNullable<ModuleMetadata['imports']>): DynamicModule {
    return { module: ApiModule, imports };
  }

  async onModuleInit(): Promise<void> {
    await this.catalogue.start();
    await this.ledger.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.ledger.close();
  }
}
