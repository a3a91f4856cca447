/** Run with the settings of a cluster whose services have ended: makes its read model anew and prints what that took. */
import { readFileSync } from 'node:fs';
import { projectInProcess, recordsOf } from '@millrace/api';
import type { EventLog } from '@millrace/events';
import { Fold } from '@millrace/events';
import { KafkaEventLog } from '@millrace/events/kafka';
import { READ_DATABASES, mysqlSettingsOf } from '@millrace/persistence';
import type { RebuildTimes } from './rebuild.js';
import type { ClusterSettings } from './running-cluster.js';

const PAGE = 2000;

const fail = (message: string): never => {
  throw new Error(message);
};

/** Milliseconds to fetch all records and do `take` with each. */
async function timeReading(
  log: EventLog,
  reader: () => (offset: number, text: string) => void,
): Promise<number> {
  const since = performance.now();
  for (let partition = 0; partition < log.partitions.P; partition += 1) {
    const take = reader();
    let from = 0;
    for (;;) {
      const { records, next } = await log.read('workflow-events', partition, from, PAGE);
      if (records.length === 0) break;
      for (const { offset, value } of records) take(offset, value);
      from = next;
    }
  }
  return performance.now() - since;
}

/** Milliseconds to drop all rows and to make them anew. */
async function timeRebuild(log: EventLog, { database }: ClusterSettings): Promise<number> {
  const target = READ_DATABASES.mysql(mysqlSettingsOf(database.url));
  const readStore = await target.openReadStore();
  const start = projectInProcess({ source: recordsOf(log), database: target, partitions: log.partitions.P });
  const driver = await start({
    moved: () => undefined,
    caughtUp: () => undefined,
    stalled: fail,
    damaged: fail,
    fatal: fail,
  });
  const since = performance.now();
  await driver.rebuild();
  const took = performance.now() - since;
  await driver.stop();
  await readStore.close();
  return took;
}

const settings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ClusterSettings;
const log = await KafkaEventLog.open({ ...settings.kafka, clientId: 'millrace-bench' }, () => undefined);
const fetchMs = await timeReading(log, () => () => undefined);
let events = 0;
const foldMs = await timeReading(log, () => {
  const fold = new Fold();
  return (offset, text) => {
    const judged = fold.accept(offset, text);
    if (judged.verdict === 'record') events += judged.record.events.length;
  };
});
const rebuildMs = await timeRebuild(log, settings);
await log.close();
const times: RebuildTimes = { events, fetchMs, foldMs, rebuildMs };
process.stdout.write(JSON.stringify(times));
process.exit(0);
