import { randomUUID } from 'node:crypto';
import { verifyReadModel } from '@millrace/api';
import { EMBEDDED_PARTITIONS, SqliteEventLog, createLog, keepPrivate } from '@millrace/events';
import type { Clock } from '@millrace/nest-kit';
import type { ReadStore } from '@millrace/persistence';
import { READ_DATABASES } from '@millrace/persistence';
import { pathsOf } from './folder-paths.js';

/** What a data folder holds of the past. */
export interface Stores {
  readonly log: SqliteEventLog;
  readonly readStore: ReadStore;
}

/**
 * Opens the log and the read model of a data folder, and refuses them where they do not belong together: no record is
 * written and nothing stays open then, so that the right log can be put back. Every error says what to do.
 */
export async function openStores(folder: string, clock: Clock): Promise<Stores> {
  const paths = pathsOf(folder);
  const log = SqliteEventLog.open({ folder, partitions: EMBEDDED_PARTITIONS, clock: () => clock.now() });
  try {
    keepPrivate(paths.readModel);
    const readStore = await READ_DATABASES.sqlite(paths.readModel).openReadStore();
    try {
      // One that was damaged has been made anew.
      keepPrivate(paths.readModel);
      await verifyReadModel(readStore, log, { readModel: paths.readModel, log: paths.log });
      await createLog(log, randomUUID, clock.now());
      return { log, readStore };
    } catch (error) {
      await readStore.close();
      throw error;
    }
  } catch (error) {
    await log.close();
    throw error;
  }
}
