import { hostname } from 'node:os';
import { FsBlobStore } from '@millrace/blobs';
import { CatalogueFeed, ClockError, EventLog } from '@millrace/events';
import { MasterModule, MasterOptions, MasterService } from '@millrace/master';
import { Clock, HealthServer, SystemClock } from '@millrace/nest-kit';
import { openRedisRegistry } from '@millrace/registry';
import { taskTypes } from '@millrace/tasks';
import { Logger } from '@millrace/telemetry';
import { NestFactory } from '@nestjs/core';
import type { MasterSettings } from '../config/service-config.js';
import { openLog } from '../open-log.js';
import type { ServiceProcess } from './service-process.js';
import { ProcessState } from './service-process.js';
import { ProcessModule } from './shared-module.js';

/** A master of the cluster. Throws what `refusalOf` knows. */
export async function startMaster(settings: MasterSettings, logger: Logger): Promise<ServiceProcess> {
  const state = new ProcessState();
  const health = await HealthServer.open(settings.health, state.look);
  const log = await openLog(settings.kafka, logger);
  const registry = await openRedisRegistry(settings.redis);
  const { name, stateHashes, workerChoice, overload } = settings.master;
  const unfit = Promise.withResolvers<unknown>();
  const options: MasterOptions = {
    owner: name ?? `${hostname()}:${process.pid}`,
    lightTypes: new Set(taskTypes.filter((type) => type.light).map((type) => type.type)),
    stateHashes,
    workerChoice,
    overload,
    registry,
    ...(settings.blobs ? { archive: FsBlobStore.open(settings.blobs.folder) } : {}),
    // What is wrong with a partition is so for every master; a wrong clock is this machine's alone.
    onFatal: (error) => {
      if (error instanceof ClockError) unfit.resolve(error);
    },
  };
  const app = await NestFactory.createApplicationContext(
    ProcessModule.with(
      [
        { provide: EventLog, useValue: log },
        { provide: CatalogueFeed, useFactory: () => new CatalogueFeed(log) },
        { provide: Clock, useValue: new SystemClock() },
        { provide: Logger, useValue: logger },
        { provide: MasterOptions, useValue: options },
      ],
      MasterModule,
    ),
    { logger: false, abortOnError: false },
  );
  const master = app.get(MasterService, { strict: false });
  await master.start();
  state.begin(
    () => log.trouble(),
    () => standsStill(master.standingStill()),
    () => master.trouble,
  );
  return {
    listening: { health: health.port },
    hurry: () => undefined,
    unfit: unfit.promise,
    stop: async () => {
      await app.close();
      await registry.close();
      await log.close();
      await health.close();
    },
  };
}

function standsStill(partitions: readonly number[]): string | undefined {
  return partitions.length === 0
    ? undefined
    : `Partitions ${partitions.join(', ')} stand still: the log of this process says why.`;
}
