import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FsBlobStore } from '@millrace/blobs';
import type { DeadLetter } from '@millrace/events';
import { EMBEDDED_PARTITIONS, SqliteLogReader, readCatalogue, readTopic } from '@millrace/events';
import { READ_DATABASES } from '@millrace/persistence';
import type { Beside, ReadModel } from '../beside/beside.js';
import { rebuiltReadModel } from './rebuilt-read-model.js';
import type { LinesTopic } from './stored-logs.js';
import { storedLogsOf } from './stored-logs.js';

/** What stands beside the log of a data folder, as far as it is there. Throws DataFolderError where there is no log. */
export async function besideFolder(folder: string): Promise<Beside> {
  const { partitions } = readCatalogue(folder);
  const blobs = join(folder, 'blobs');
  const readModel = join(folder, 'read-model.db');
  return {
    letters: { read: async () => ({ letters: lettersOf(folder), lostHead: false }) },
    ...(existsSync(blobs)
      ? { storedLogs: await storedLogsOf(FsBlobStore.open(blobs), linesOf(folder)) }
      : {}),
    ...(existsSync(readModel) ? { readModel: readModelOf(folder, readModel, partitions) } : {}),
  };
}

function linesOf(folder: string): LinesTopic {
  return { partitions: EMBEDDED_PARTITIONS.L, messages: () => readTopic(folder, 'task-logs') };
}

function lettersOf(folder: string): readonly DeadLetter[] {
  return [...readTopic(folder, 'dead-letters')].map(({ value }) => value);
}

/** Its own connection to the log is open only while it is used. */
function readModelOf(folder: string, file: string, partitions: number): ReadModel {
  return {
    differences: async function* () {
      const source = new SqliteLogReader(folder, partitions);
      try {
        yield* rebuiltReadModel({ stored: READ_DATABASES.sqlite(file), source, partitions }).differences();
      } finally {
        source.close();
      }
    },
  };
}
