import { TypeormReadStore } from '../typeorm-read-store.js';
import { readModelErrorOf, removeIfDamaged } from './damage.js';
import { openDataSource } from './read-data-source.js';

/** The read model in an SQLite file. */
export class SqliteReadStore extends TypeormReadStore {
  /**
   * Makes the file when it is not there, and makes it anew, empty, when it is damaged; the projection fills it again.
   * Throws ReadModelTooNewError.
   */
  static async open(file: string): Promise<SqliteReadStore> {
    removeIfDamaged(file);
    return new SqliteReadStore(await openDataSource(file), (cause) => readModelErrorOf(cause, file));
  }

  /** It is emptied and filled again in its place, never beside it. */
  override async rebuildPositions(): Promise<undefined> {
    return undefined;
  }
}
