import type { Catalogue, CatalogueFeed, EntryName, EventLog } from '@millrace/events';
import type { CatalogueChange } from './catalogue-ledger.js';
import { CatalogueLedger } from './catalogue-ledger.js';
import { recordOf } from './stored-entries.js';

/** For a log that this process alone has: changes go one after the other, straight to the log. */
export class DirectLedger extends CatalogueLedger {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly log: EventLog,
    private readonly feed: CatalogueFeed,
  ) {
    super();
  }

  override async start(): Promise<void> {
    // Nothing waits that is not in the log.
  }

  override change<T>(
    _names: readonly EntryName[],
    decide: (present: Catalogue) => CatalogueChange<T>,
  ): Promise<T> {
    const turn = this.last.then(async () => {
      const { entries, answer } = decide(this.feed.catalogue);
      const offsets = await this.log.append('catalog', entries.map(recordOf));
      await this.feed.reached(Math.max(-1, ...offsets) + 1);
      return answer;
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  override async close(): Promise<void> {
    await this.last;
  }
}
