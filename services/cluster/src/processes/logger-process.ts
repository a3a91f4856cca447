import { BlobStore, FsBlobStore } from '@millrace/blobs';
import { EventLog } from '@millrace/events';
import { LoggerModule } from '@millrace/logger';
import { Clock, HealthServer, SystemClock } from '@millrace/nest-kit';
import { Logger } from '@millrace/telemetry';
import { NestFactory } from '@nestjs/core';
import type { LoggerSettings } from '../config/service-config.js';
import { openLog } from '../open-log.js';
import type { ServiceProcess } from './service-process.js';
import { ProcessState } from './service-process.js';
import { ProcessModule } from './shared-module.js';

/** The logger of the cluster. Throws what `refusalOf` knows. */
export async function startLogger(settings: LoggerSettings, logger: Logger): Promise<ServiceProcess> {
  const state = new ProcessState();
  const health = await HealthServer.open(settings.health, state.look);
  const log = await openLog(settings.kafka, logger);
  const app = await NestFactory.createApplicationContext(
    ProcessModule.with(
      [
        { provide: EventLog, useValue: log },
        { provide: Clock, useValue: new SystemClock() },
        { provide: Logger, useValue: logger },
        { provide: BlobStore, useValue: FsBlobStore.open(settings.blobs.folder) },
      ],
      LoggerModule,
    ),
    { logger: false, abortOnError: false },
  );
  state.begin(() => log.trouble());
  return {
    listening: { health: health.port },
    hurry: () => undefined,
    stop: async () => {
      await app.close();
      await log.close();
      await health.close();
    },
  };
}
