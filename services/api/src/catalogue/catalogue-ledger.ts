import type { CatalogEntry, Catalogue, EntryName } from '@millrace/events';

/** What was decided: entries to write, each after those that it names, and what the caller is told. */
export interface CatalogueChange<T> {
  readonly entries: readonly CatalogEntry[];
  readonly answer: T;
}

/**
 * The port through which the catalogue is changed; also the injection token. It leaves out what entries mean: versions,
 * conditions and texts are for who decides. Which one a process has depends on whether others write the catalogue, too.
 */
export abstract class CatalogueLedger {
  /** Begins, after the feed of this process has started. */
  abstract start(): Promise<void>;

  /**
   * Decides alone among all who change this catalogue, on what there is now of the objects named; of others `present`
   * may know nothing. Resolves with the answer when what it is about is in the log and the feed of this process knows
   * it. `decide` may be called again; what it throws is thrown, and nothing is written. Throws LogError, and ApiProblem
   * 503 CATALOGUE_UNAVAILABLE where nothing can be decided now, 503 UNKNOWN_OUTCOME where what was decided reaches the
   * log later.
   */
  abstract change<T>(
    names: readonly EntryName[],
    decide: (present: Catalogue) => CatalogueChange<T>,
  ): Promise<T>;

  /** Ends what goes on by itself. */
  abstract close(): Promise<void>;
}
