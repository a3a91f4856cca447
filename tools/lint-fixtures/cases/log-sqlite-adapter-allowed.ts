// stands at: libs/events/src/adapters/sqlite/lint-probe.ts
// passes: millrace/driver-home, millrace/shared-library, @nx/enforce-module-boundaries
import { DatabaseSync } from 'node:sqlite';
import { decide } from '@millrace/dag';
import { logger } from '@millrace/telemetry';

export const used = [DatabaseSync, decide, logger];
