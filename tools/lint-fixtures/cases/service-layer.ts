// stands at: services/master/src/lint-probe.ts
import { worker } from '@millrace/worker'; // bites: @nx/enforce-module-boundaries
import { standalone } from '@millrace/standalone'; // bites: @nx/enforce-module-boundaries
import { check } from '@millrace/checker'; // bites: @nx/enforce-module-boundaries
import { run } from '@millrace/cli'; // bites: @nx/enforce-module-boundaries
import { Kafka } from 'kafkajs'; // bites: millrace/driver-home
import { SqliteEventLog } from '@millrace/events'; // bites: no-restricted-syntax
import { openLog } from '@millrace/events/adapters'; // bites: millrace/no-deep-path
import { given } from '@millrace/dag/testing'; // bites: millrace/test-code
import { fixturesDir } from '@millrace/testing'; // bites: millrace/test-code, @nx/enforce-module-boundaries
import { expect } from 'vitest'; // bites: millrace/test-code
import fc from 'fast-check'; // bites: millrace/test-code
import { helper } from '../testing/helper.js'; // bites: millrace/test-code
import { suite } from './partitions/loop.spec.js'; // bites: millrace/test-code

export const used = [worker, standalone, check, run, Kafka, SqliteEventLog, openLog, given];
export const more = [fixturesDir, expect, fc, helper, suite];
