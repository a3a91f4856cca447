// stands at: services/master/src/main.ts
// passes: no-restricted-syntax, @nx/enforce-module-boundaries, millrace/driver-home
import { SqliteEventLog } from '@millrace/events';
import { NestFactory } from '@nestjs/core';

export const used = [SqliteEventLog, NestFactory];
