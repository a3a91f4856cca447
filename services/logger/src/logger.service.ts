import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { LogIngest } from './ingest/log-ingest.js';

/** Starts the ingest with the application and stops it with it. */
@Injectable()
export class LoggerService implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly ingest: LogIngest) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.ingest.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.ingest.stop();
  }
}
