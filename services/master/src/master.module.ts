import { Module } from '@nestjs/common';
import { MasterService } from './master.service.js';

/** The master. Needs EventLog, CatalogueFeed, Clock, Logger and MasterOptions from its surroundings. */
@Module({ providers: [MasterService], exports: [MasterService] })
export class MasterModule {}
