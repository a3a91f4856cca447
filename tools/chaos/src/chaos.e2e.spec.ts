import { describeWithStack } from '@millrace/testing';
import { beforeAll, it } from 'vitest';
import { drawRows } from './draw-rows.js';
import { runRow } from './harness/run-row.js';
import { rows } from './rows/index.js';
import { w3CutWorker } from './rows/w3-cut-worker.js';

const MS_PER_DAY = 86_400_000;
/** Another one each day: after some days all rows have had their turn. */
const SEED = Number(process.env['MILLRACE_SEED'] ?? Math.floor(Date.now() / MS_PER_DAY));
/** For all rows together, as they say themselves how long they take. */
const SECONDS = Number(process.env['MILLRACE_CHAOS_SECONDS'] ?? 170);
/** On a machine that is busy: a row that would go beyond it is skipped. */
const MOST_MS = 220_000;
const ROW_MS = 240_000;

const drawn = drawRows(
  rows.filter((row) => row !== w3CutWorker),
  SEED,
  SECONDS - w3CutWorker.seconds,
);

describeWithStack('chaos on real processes', ['kafka', 'database', 'redis'], (endpoints) => {
  let began = 0;

  beforeAll(() => {
    began = performance.now();
  });

  for (const row of [w3CutWorker, ...drawn]) {
    it(
      `${row.id}, seed ${SEED}: ${row.shows}`,
      async ({ skip }) => {
        const lack = await row.lacks?.();
        const isLate = performance.now() - began + row.seconds * 1000 > MOST_MS;
        const why = lack ?? (isLate ? 'there is no time left for it' : undefined);
        if (why !== undefined) {
          console.warn(`Skipping ${row.id}: ${why}.`);
          return skip(why);
        }
        console.log(`npm run chaos -- --row ${row.id} --seed ${SEED}: ${row.fault}`);
        await runRow(row, SEED, endpoints, (text) => console.log(`${row.id}: ${text}`));
      },
      ROW_MS,
    );
  }
});
