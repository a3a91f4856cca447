import type { ProjectionStore } from './projection-store.js';
import type { ReadStore } from './read-store.js';

/** A place where a read model can be kept. Opened for reading first: that makes its tables. */
export interface ReadDatabase {
  /** Throws ReadModelTooNewError. What is damaged or missing is made anew, empty, for the projection to fill. */
  openReadStore(): Promise<ReadStore>;
  openProjectionStore(): Promise<ProjectionStore>;
}

/** The databases that a read model can be kept in. Their drivers are loaded when one is opened. */
export const READ_DATABASES = {
  /** `file`: path of the database; made when it is not there. */
  sqlite: (file: string): ReadDatabase => ({
    openReadStore: async () => (await import('./sqlite/sqlite-read-store.js')).SqliteReadStore.open(file),
    openProjectionStore: async () =>
      (await import('./sqlite/sqlite-projection-store.js')).SqliteProjectionStore.open(file),
  }),
} as const;
