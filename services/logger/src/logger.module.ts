import { BlobStore } from '@millrace/blobs';
import { EventLog } from '@millrace/events';
import { Clock } from '@millrace/nest-kit';
import { Logger } from '@millrace/telemetry';
import { Module } from '@nestjs/common';
import { LogIngest } from './ingest/log-ingest.js';
import { LogStore } from '@millrace/blobs';
import { DEFAULT_LOGGER_SETTINGS } from './logger-settings.js';
import { LoggerService } from './logger.service.js';
import { ShardLogStore } from './reading/shard-log-store.js';
import { ShardStore } from './shards/shard-store.js';
import { SystemTimers, Timers } from './timers.js';

/** The logger. Needs EventLog, BlobStore, Clock and Logger from its surroundings; gives LogStore to readers, ShardLogStore to who removes logs. */
@Module({
  providers: [
    LoggerService,
    { provide: Timers, useClass: SystemTimers },
    {
      provide: LogIngest,
      useFactory: (log: EventLog, blobs: BlobStore, clock: Clock, logger: Logger, timers: Timers) =>
        new LogIngest({ log, blobs, clock, logger, timers, settings: DEFAULT_LOGGER_SETTINGS }),
      inject: [EventLog, BlobStore, Clock, Logger, Timers],
    },
    {
      provide: ShardLogStore,
      useFactory: (blobs: BlobStore, ingest: LogIngest) => new ShardLogStore(new ShardStore(blobs), ingest),
      inject: [BlobStore, LogIngest],
    },
    { provide: LogStore, useExisting: ShardLogStore },
  ],
  exports: [LogStore, ShardLogStore],
})
export class LoggerModule {}
