import type { DynamicModule, FactoryProvider, Type, ValueProvider } from '@nestjs/common';
import { Global, Module } from '@nestjs/common';

export type Ports = readonly (ValueProvider | FactoryProvider)[];

/** The ports with their adapters and the options, for all modules of the process. */
@Global()
@Module({})
class SharedModule {
  static with(ports: Ports): DynamicModule {
    return { module: SharedModule, providers: [...ports], exports: ports.map((port) => port.provide) };
  }
}

/** One service and what it stands on. */
@Module({})
export class ProcessModule {
  static with(ports: Ports, ...services: readonly Type[]): DynamicModule {
    return { module: ProcessModule, imports: [SharedModule.with(ports), ...services] };
  }
}
