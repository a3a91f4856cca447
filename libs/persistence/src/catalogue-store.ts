/** An entry of the catalogue, as a text of the log under its key. */
export interface StoredEntry {
  readonly key: string;
  readonly value: string;
}

export interface WaitingEntry extends StoredEntry {
  /** Grows in the order in which entries were put into the outbox. */
  readonly id: number;
}

/** What one may do who holds the catalogue alone. All of it is stored when the turn ends well, else nothing. */
export interface CatalogueTurn {
  /** False until somebody has compared the tables with the log: what is here may lack what the log has. */
  readonly compared: boolean;
  setCompared(): Promise<void>;
  /** Keys of all entries. */
  keys(): Promise<readonly string[]>;
  /** Those of these entries that are there. */
  find(keys: readonly string[]): Promise<readonly StoredEntry[]>;
  /** Takes entries in, each in the place of the one before under its key. The outbox stays as it is. */
  enter(entries: readonly StoredEntry[]): Promise<void>;
  /** Puts entries into the outbox, in this order. */
  send(entries: readonly StoredEntry[]): Promise<void>;
  /** What has waited longest in the outbox; empty only where nothing waits. */
  waiting(): Promise<readonly WaitingEntry[]>;
  /** Keys of all that waits. */
  waitingKeys(): Promise<readonly string[]>;
  /** The log has all up to this id: they leave the outbox. */
  sent(upTo: number): Promise<void>;
  /** Takes entries out of the outbox that are to reach nobody. */
  withdraw(keys: readonly string[]): Promise<void>;
}

/**
 * The port to the catalogue as several processes share it: the newest entry of each key, and an outbox of what the log
 * has yet to get. It knows keys and texts, not what they mean, and is no truth of its own: it can be dropped and is
 * made anew from the log. Every call throws ReadModelUnavailableError, ReadModelFullError and ReadModelDamagedError.
 */
export abstract class CatalogueStore {
  /**
   * Does the work alone among all processes. It may be done again from the beginning, where the database gave it up for
   * the sake of another. What the work throws is thrown, and nothing of it is stored.
   */
  abstract inTurn<T>(work: (turn: CatalogueTurn) => Promise<T>): Promise<T>;

  /** Whether nothing waits in the outbox and the tables were compared; asked without waiting for a turn. */
  abstract isSettled(): Promise<boolean>;

  abstract close(): Promise<void>;
}
