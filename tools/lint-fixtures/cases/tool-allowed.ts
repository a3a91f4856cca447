// stands at: tools/checker/src/lint-probe-allowed.ts
// passes: @nx/enforce-module-boundaries, millrace/driver-home, millrace/test-code
import { EventLog } from '@millrace/events';
import fc from 'fast-check';
import { DatabaseSync } from 'node:sqlite';

export const used = [EventLog, fc, DatabaseSync];
