// stands at: services/standalone/src/lint-probe.ts
import { loop } from '@millrace/master/partitions/partition-runner.js'; // bites: millrace/no-deep-path
import { check } from '@millrace/checker'; // bites: @nx/enforce-module-boundaries
import { run } from '@millrace/cli'; // bites: @nx/enforce-module-boundaries

export const used = [loop, check, run];
