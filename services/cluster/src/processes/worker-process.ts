import { availableParallelism, hostname } from 'node:os';
import { CatalogueFeed, EventLog } from '@millrace/events';
import { Clock, HealthServer, SystemClock } from '@millrace/nest-kit';
import { LoadSampler, openRedisRegistry } from '@millrace/registry';
import { chooseGuard, Spawner } from '@millrace/tasks/processes';
import { Logger } from '@millrace/telemetry';
import { WorkerModule, WorkerOptions, WorkerService } from '@millrace/worker';
import { NestFactory } from '@nestjs/core';
import type { WorkerSettings } from '../config/service-config.js';
import { openLog } from '../open-log.js';
import type { ServiceProcess } from './service-process.js';
import { ProcessState } from './service-process.js';
import { ProcessModule } from './shared-module.js';

/** A worker of the cluster. Throws what `refusalOf` knows. */
export async function startWorker(settings: WorkerSettings, logger: Logger): Promise<ServiceProcess> {
  const state = new ProcessState();
  const guard = await chooseGuard(settings.worker.guard, settings.worker.folder);
  const health = await HealthServer.open(settings.health, state.look);
  const log = await openLog(settings.kafka, logger);
  const registry = await openRedisRegistry(settings.redis);
  const { drainGrace, guard: _, ...own } = settings.worker;
  const options: WorkerOptions = {
    ...own,
    name: own.name ?? hostname(),
    slots: own.slots ?? Math.max(4, 4 * availableParallelism()),
    drainGraceMs: drainGrace,
    sampler: new LoadSampler({ folder: own.folder }),
    openProcesses: (pipes, mark) => new Spawner(pipes, { guard, mark }),
    registry,
  };
  const app = await NestFactory.createApplicationContext(
    ProcessModule.with(
      [
        { provide: EventLog, useValue: log },
        { provide: CatalogueFeed, useFactory: () => new CatalogueFeed(log) },
        { provide: Clock, useValue: new SystemClock() },
        { provide: Logger, useValue: logger },
        { provide: WorkerOptions, useValue: options },
      ],
      WorkerModule,
    ),
    { logger: false, abortOnError: false },
  );
  const worker = app.get(WorkerService, { strict: false });
  await worker.start();
  state.begin(
    () => worker.trouble,
    () => log.trouble(),
  );
  return {
    listening: { health: health.port },
    hurry: () => worker.hurry(),
    stop: async () => {
      await app.close();
      await registry.close();
      await log.close();
      await health.close();
    },
  };
}
