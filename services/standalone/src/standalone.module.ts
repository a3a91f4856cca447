import type { DynamicModule, FactoryProvider, ValueProvider } from '@nestjs/common';
import { Global, Module } from '@nestjs/common';
import { ApiModule } from '@millrace/api';
import { LogStore } from '@millrace/blobs';
import { LoggerModule, LogStore as StoredLogs } from '@millrace/logger';
import { LogStoreBridge } from './log-store-bridge.js';
import { MasterModule } from '@millrace/master';
import { WorkerModule } from '@millrace/worker';

type Ports = readonly (ValueProvider | FactoryProvider)[];

/** What all services share in this process: the ports with their adapters, and the options. */
@Global()
@Module({})
class SharedModule {
  static with(ports: Ports): DynamicModule {
    return { module: SharedModule, providers: [...ports], exports: ports.map((port) => port.provide) };
  }
}

/** The logger's store behind the port that the API reads logs through. */
@Global()
@Module({
  imports: [LoggerModule],
  providers: [
    { provide: LogStore, useFactory: (logs: StoredLogs) => new LogStoreBridge(logs), inject: [StoredLogs] },
  ],
  exports: [LogStore],
})
class LogsModule {}

/** All services in one process. Adding a service is a line here. */
@Module({})
export class StandaloneModule {
  static with(ports: Ports): DynamicModule {
    return {
      module: StandaloneModule,
      imports: [SharedModule.with(ports), MasterModule, WorkerModule, LogsModule, ApiModule],
    };
  }
}
