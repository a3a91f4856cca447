import type { CatalogueStore } from './catalogue-store.js';
import type { MysqlSettings } from './mysql/mysql-settings.js';
import type { ProjectionStore } from './projection-store.js';
import type { ReadModelRebuild } from './read-model-rebuild.js';
import type { ReadStore } from './read-store.js';

/** A place where a read model can be kept. Opened for reading first: that makes its tables. */
export interface ReadDatabase {
  /** Throws ReadModelTooNewError and ReadModelUnavailableError. What is damaged or missing is made anew, empty, for the projection to fill. */
  openReadStore(): Promise<ReadStore>;
  /** Throws ReadModelUnavailableError. */
  openProjectionStore(): Promise<ProjectionStore>;
}

/** A read database that several processes share, and that keeps their catalogue, too. */
export interface SharedDatabase extends ReadDatabase {
  /** Begins to make the read model anew beside the one that is read. Throws RebuildRunningError, ReadModelUnavailableError. */
  beginRebuild(): Promise<ReadModelRebuild>;
  /** Throws ReadModelUnavailableError. */
  openCatalogueStore(): Promise<CatalogueStore>;
}

/** The databases that a read model can be kept in. Their drivers are loaded when one is opened. */
export const READ_DATABASES = {
  /** `file`: path of the database; made when it is not there. */
  sqlite: (file: string): ReadDatabase => ({
    openReadStore: async () => (await import('./sqlite/sqlite-read-store.js')).SqliteReadStore.open(file),
    openProjectionStore: async () =>
      (await import('./sqlite/sqlite-projection-store.js')).SqliteProjectionStore.open(file),
  }),

  /** MySQL from 8.0.17 on, or MariaDB from 10.6 on. The database must be there; its tables are made. */
  mysql: (settings: MysqlSettings): SharedDatabase => ({
    openReadStore: async () => (await import('./mysql/mysql-read-store.js')).MysqlReadStore.open(settings),
    openProjectionStore: async () =>
      (await import('./mysql/mysql-projection-store.js')).MysqlProjectionStore.open(settings),
    beginRebuild: async () => (await import('./mysql/mysql-rebuild.js')).MysqlRebuild.begin(settings),
    openCatalogueStore: async () =>
      (await import('./mysql/mysql-catalogue-store.js')).MysqlCatalogueStore.open(settings),
  }),
} as const;
