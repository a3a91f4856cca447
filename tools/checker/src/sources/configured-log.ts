import { existsSync } from 'node:fs';
import { ArchivedRecords, recordsOf } from '@millrace/api';
import { FsBlobStore } from '@millrace/blobs';
import { kafkaSettingsOf, logSettings } from '@millrace/cluster';
import { loadConfig } from '@millrace/config';
import type { DeadLetter, EventLog } from '@millrace/events';
import { KafkaEventLog } from '@millrace/events/kafka';
import { READ_DATABASES, mysqlSettingsOf } from '@millrace/persistence';
import type { Beside, Letters } from '../beside/beside.js';
import { kafkaSource } from './kafka-source.js';
import type { OpenedLog } from './log-source.js';
import { rebuiltReadModel } from './rebuilt-read-model.js';
import { storedLogsOf } from './stored-logs.js';

const PAGE = 2000;

/** The log that the services of a cluster are told of, in a file of their settings or by variables, and what is beside it. */
export async function openConfigured(file: string): Promise<OpenedLog> {
  const { kafka, database, blobs } = loadConfig(logSettings(), { file, env: process.env });
  const log = await KafkaEventLog.open(kafkaSettingsOf(kafka), () => undefined);
  try {
    const folder = blobs?.folder;
    const store = folder !== undefined && existsSync(folder) ? FsBlobStore.open(folder) : undefined;
    const archive = store && new ArchivedRecords(log, store);
    const source = await kafkaSource(log, archive);
    const beside: Beside = {
      letters: lettersOf(log),
      ...(store ? { storedLogs: await storedLogsOf(store) } : {}),
      ...(database?.url === undefined ? {} : { readModel: readModelOf(database.url, log, store) }),
    };
    return { source, beside };
  } catch (error) {
    await log.close();
    throw error;
  }
}

function readModelOf(url: string, log: EventLog, blobs: FsBlobStore | undefined): Beside['readModel'] {
  return rebuiltReadModel({
    stored: READ_DATABASES.mysql(mysqlSettingsOf(url)),
    source: blobs ? new ArchivedRecords(log, blobs) : recordsOf(log),
    partitions: log.partitions.P,
  });
}

function lettersOf(log: EventLog): Letters {
  return {
    read: async () => {
      const letters: DeadLetter[] = [];
      const { start, end } = await log.bounds('dead-letters', 0);
      for (let next = start; next < end;) {
        const page = await log.read('dead-letters', 0, next, PAGE);
        letters.push(...page.records.map(({ value }) => value));
        if (page.records.length === 0) break;
        next = page.next;
      }
      return { letters, lostHead: start > 0 };
    },
  };
}
