// stands at: services/standalone/src/lint-probe-allowed.ts
// passes: @nx/enforce-module-boundaries, millrace/no-deep-path, no-restricted-syntax
import { master } from '@millrace/master';
import { SqliteEventLog } from '@millrace/events';

export const used = [master, SqliteEventLog];
