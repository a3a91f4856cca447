import type { CatalogueFeed, EntryName, EventLog } from '@millrace/events';
import { Catalogue, LogError } from '@millrace/events';
import type { CatalogueStore, CatalogueTurn } from '@millrace/persistence';
import { ReadModelError } from '@millrace/persistence';
import { ApiProblem } from '../http/api-problem.js';
import type { CatalogueChange } from './catalogue-ledger.js';
import { CatalogueLedger } from './catalogue-ledger.js';
import { compareWithLog } from './compare-with-log.js';
import { SharedRounds } from './shared-rounds.js';
import { entryOf, recordOf, storedOf } from './stored-entries.js';

/** Milliseconds between looks for what others left in the outbox. */
const LOOK_EVERY_MS = 3000;

export interface OutboxOptions {
  readonly store: CatalogueStore;
  readonly log: EventLog;
  readonly feed: CatalogueFeed;
  /** What waits in the outbox cannot be brought to the log at present; it is tried again by itself. */
  readonly onTrouble: (message: string) => void;
  /** Milliseconds; default 3000. */
  readonly lookEveryMs?: number;
}

/**
 * For a log that several processes write the catalogue of. What is decided is stored with its outbox in one
 * transaction; whoever has the next turn brings the outbox to the log, oldest first, and empties it when the log has
 * acknowledged. A process that ends in between leaves nothing that another does not find within seconds. An append
 * without an answer is repeated, so an entry may come twice, and late: the catalogue does not go back by it, and what
 * it overtook is written again.
 */
export class OutboxLedger extends CatalogueLedger {
  private readonly rounds = new SharedRounds(() => this.publishAll());
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  /** This process has compared the tables with the log since it started. */
  private compared = false;
  private troubled = false;

  constructor(private readonly options: OutboxOptions) {
    super();
  }

  override async start(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = undefined));
    }, this.options.lookEveryMs ?? LOOK_EVERY_MS);
    this.timer.unref();
  }

  override async change<T>(
    names: readonly EntryName[],
    decide: (present: Catalogue) => CatalogueChange<T>,
  ): Promise<T> {
    try {
      const { answer, waits } = await this.decide(names, decide);
      if (waits) await this.rounds.run();
      else await this.readToEnd();
      return answer;
    } catch (error) {
      throw problemOf(error);
    }
  }

  override async close(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await this.options.store.close();
  }

  /** `waits`: what the answer is about may not be in the log yet. */
  private decide<T>(
    names: readonly EntryName[],
    decide: (present: Catalogue) => CatalogueChange<T>,
  ): Promise<{ readonly answer: T; readonly waits: boolean }> {
    return this.inTurn(async (turn) => {
      const present = new Catalogue();
      for (const stored of await turn.find(names.map((name) => Catalogue.keyOf(name))))
        present.apply(entryOf(stored));
      const { entries, answer } = decide(present);
      const decided = entries.map(storedOf);
      await turn.enter(decided);
      await turn.send(decided);
      return { answer, waits: (await turn.waitingKeys()).length > 0 };
    });
  }

  private async publishAll(): Promise<void> {
    for (let more = true; more;) more = await this.inTurn((turn) => this.publishPage(turn));
    await this.readToEnd();
  }

  private async publishPage(turn: CatalogueTurn): Promise<boolean> {
    const page = await turn.waiting();
    const last = page.at(-1);
    if (!last) return false;
    await this.options.log.append(
      'catalog',
      page.map((stored) => recordOf(entryOf(stored))),
    );
    await turn.sent(last.id);
    return true;
  }

  /** Nothing is decided on tables that lack what the log has. */
  private async inTurn<T>(work: (turn: CatalogueTurn) => Promise<T>): Promise<T> {
    const { store, feed } = this.options;
    const result = await store.inTurn(async (turn) => {
      if (!this.compared || !turn.compared || feed.overtaken.size > 0) {
        await this.readToEnd();
        await compareWithLog(turn, feed);
        if (!turn.compared) await turn.setCompared();
      }
      return work(turn);
    });
    this.compared = true;
    return result;
  }

  private async readToEnd(): Promise<void> {
    const { end } = await this.options.log.bounds('catalog', 0);
    await this.options.feed.reached(end);
  }

  private async look(): Promise<void> {
    const { store, feed, onTrouble } = this.options;
    try {
      const quiet = this.compared && feed.overtaken.size === 0 && (await store.isSettled());
      if (!quiet) await this.rounds.run();
      this.troubled = false;
    } catch (error) {
      if (!this.troubled) onTrouble(error instanceof Error ? error.message : String(error));
      this.troubled = true;
    }
  }
}

const RETRY_LATER = { headers: { 'retry-after': '5' } };

/** The errors name hosts: that is for operators. */
function problemOf(error: unknown): unknown {
  if (error instanceof ReadModelError) {
    const text =
      'The database of the catalogue does not answer. Runs go on, and commands are taken. Try again in a moment.';
    return new ApiProblem(503, 'CATALOGUE_UNAVAILABLE', text, RETRY_LATER);
  }
  if (error instanceof LogError && error.retryable) {
    const text =
      'The log did not answer: the change may have been made or not, and may reach the log later by itself. Send it again in a moment.';
    return new ApiProblem(503, 'UNKNOWN_OUTCOME', text, RETRY_LATER);
  }
  return error;
}
