import { Module } from '@nestjs/common';
import { WorkerService } from './worker.service.js';

/** The worker. Needs EventLog, CatalogueFeed, Clock, Logger and WorkerOptions from its surroundings. */
@Module({ providers: [WorkerService], exports: [WorkerService] })
export class WorkerModule {}
