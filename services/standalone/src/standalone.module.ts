import type { DynamicModule, FactoryProvider, ValueProvider } from '@nestjs/common';
import { Global, Module } from '@nestjs/common';
import { ApiModule } from '@millrace/api';
import { LoggerModule } from '@millrace/logger';
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

/** The logs of attempts, for the API that has no logger of its own. */
@Global()
@Module({ imports: [LoggerModule], exports: [LoggerModule] })
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
