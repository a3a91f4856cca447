import {
  ApiAlone,
  ApiModule,
  ApiOptions,
  HealthSource,
  ProjectionHost,
  ReadPositions,
  createServer,
  listen,
  projectInProcess,
  recordsOf,
  verifyReadModel,
} from '@millrace/api';
import { BlobStore, FsBlobStore, LogStore } from '@millrace/blobs';
import { CatalogueFeed, EventLog } from '@millrace/events';
import { openStoredLogs } from '@millrace/logger';
import { Clock, SystemClock } from '@millrace/nest-kit';
import { ReadStore, READ_DATABASES, mysqlSettingsOf } from '@millrace/persistence';
import { Logger } from '@millrace/telemetry';
import type { ApiSettings } from '../config/service-config.js';
import { openLog } from '../open-log.js';
import { VERSION } from '../version.js';
import type { ServiceProcess } from './service-process.js';
import { ProcessModule } from './shared-module.js';

/** The API of the cluster, with the projection into its read model. Throws what `refusalOf` knows. */
export async function startApi(settings: ApiSettings, logger: Logger): Promise<ServiceProcess> {
  const log = await openLog(settings.kafka, logger);
  const database = READ_DATABASES.mysql(mysqlSettingsOf(settings.database.url));
  const readStore = await database.openReadStore();
  await verifyReadModel(readStore, log, { readModel: 'the read model', log: 'the log' });
  const projection = await openProjection(log, database, logger);
  const blobs = FsBlobStore.open(settings.blobs.folder);
  const { token, names, host, port } = settings.api;
  const app = await createServer(
    ProcessModule.with(
      [
        { provide: EventLog, useValue: log },
        { provide: CatalogueFeed, useFactory: () => new CatalogueFeed(log) },
        { provide: Clock, useValue: new SystemClock() },
        { provide: Logger, useValue: logger },
        { provide: BlobStore, useValue: blobs },
        { provide: LogStore, useValue: openStoredLogs(blobs) },
        { provide: ReadStore, useValue: readStore },
        { provide: ReadPositions, useValue: projection },
        { provide: HealthSource, useValue: new ApiAlone() },
        { provide: ApiOptions, useValue: { token, version: VERSION, hosts: names } },
      ],
      ApiModule,
    ),
  );
  const { url } = await listen(app, { host, port });
  return {
    listening: { url },
    hurry: () => undefined,
    stop: async () => {
      await app.close();
      await projection.close();
      await readStore.close();
      await log.close();
    },
  };
}

type Database = ReturnType<(typeof READ_DATABASES)['mysql']>;

/** Woken by what comes after the ends that are known here: all before them is read when it starts. */
async function openProjection(log: EventLog, database: Database, logger: Logger): Promise<ProjectionHost> {
  const partitions = log.partitions.P;
  const numbers = Array.from({ length: partitions }, (_, partition) => partition);
  const ends = await Promise.all(numbers.map((partition) => log.bounds('workflow-events', partition)));
  const projection = await ProjectionHost.start({
    start: projectInProcess({ source: recordsOf(log), database, partitions }),
    onFatal: (message) =>
      logger.error({ message }, 'the read model stands still; reads are stale until a restart'),
    onTrouble: (message) =>
      logger.warn({ message }, 'reads are stale until the read model goes on by itself'),
  });
  ends.forEach(({ end }, partition) => {
    log.follow('workflow-events', partition, end, () => projection.wake());
  });
  return projection;
}
