import { describeWithStack } from '@millrace/testing';
import { it } from 'vitest';
import { runRow } from './harness/run-row.js';
import { w3CutWorker } from './rows/w3-cut-worker.js';

const SEED = Number(process.env['MILLRACE_SEED'] ?? 20261121);
const TEST_MS = 240_000;

describeWithStack('chaos', ['kafka', 'database', 'redis'], (endpoints) => {
  it.each([w3CutWorker])(
    `$id (seed ${SEED}): $fault`,
    async (row) => {
      await runRow(row, SEED, endpoints, (text) => console.log(`${row.id}: ${text}`));
    },
    TEST_MS,
  );
});
