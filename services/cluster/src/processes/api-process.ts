import {
  ApiAlone,
  ApiModule,
  ApiOptions,
  ArchivedRecords,
  CatalogueLedger,
  HealthSource,
  OutboxLedger,
  ProjectionHost,
  ReadModelRebuilder,
  ReadPositions,
  ReaderRegistration,
  ShadowRebuilder,
  createServer,
  listen,
  projectInProcess,
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
  const feed = new CatalogueFeed(log);
  const ledger = new OutboxLedger({
    store: await database.openCatalogueStore(),
    log,
    feed,
    onTrouble: (message) =>
      logger.warn({ message }, 'changes of the catalogue wait until they can be brought to the log'),
  });
  const blobs = FsBlobStore.open(settings.blobs.folder);
  const projection = await openProjection(log, blobs, database, logger);
  const registration = new ReaderRegistration(log, projection, logger);
  const rebuilder = new ShadowRebuilder({
    database,
    source: new ArchivedRecords(log, blobs),
    partitions: log.partitions.P,
    reads: readStore,
    host: projection,
    onFailed: (message) => logger.error({ message }, 'the read model was not made anew; it is as it was'),
  });
  const { token, names, host, port } = settings.api;
  const app = await createServer(
    ProcessModule.with(
      [
        { provide: EventLog, useValue: log },
        { provide: CatalogueFeed, useValue: feed },
        { provide: CatalogueLedger, useValue: ledger },
        { provide: Clock, useValue: new SystemClock() },
        { provide: Logger, useValue: logger },
        { provide: BlobStore, useValue: blobs },
        { provide: LogStore, useValue: openStoredLogs(blobs) },
        { provide: ReadStore, useValue: readStore },
        { provide: ReadPositions, useValue: projection },
        { provide: ReadModelRebuilder, useValue: rebuilder },
        { provide: HealthSource, useValue: new ApiAlone() },
        { provide: ApiOptions, useValue: { token, version: VERSION, hosts: names } },
      ],
      ApiModule,
    ),
  );
  registration.start();
  const { url } = await listen(app, { host, port });
  return {
    listening: { url },
    hurry: () => undefined,
    stop: async () => {
      registration.stop();
      await app.close();
      await rebuilder.close();
      await projection.close();
      await readStore.close();
      await log.close();
    },
  };
}

type Database = ReturnType<(typeof READ_DATABASES)['mysql']>;

/** Woken by what comes after the ends that are known here: all before them is read when it starts. */
async function openProjection(
  log: EventLog,
  blobs: BlobStore,
  database: Database,
  logger: Logger,
): Promise<ProjectionHost> {
  const partitions = log.partitions.P;
  const numbers = Array.from({ length: partitions }, (_, partition) => partition);
  const ends = await Promise.all(numbers.map((partition) => log.bounds('workflow-events', partition)));
  const projection = await ProjectionHost.start({
    start: projectInProcess({ source: new ArchivedRecords(log, blobs), database, partitions }),
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
