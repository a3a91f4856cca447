import { Catalogue } from './catalogue.js';
import type { EventLog, Subscription } from './event-log.js';

const PAGE = 500;

/** Keeps a catalogue current with topic `catalog`; also an injection token. */
export class CatalogueFeed {
  readonly catalogue = new Catalogue();
  private subscription: Subscription | undefined;
  private next = 0;

  constructor(private readonly log: EventLog) {}

  /** Resolves when everything that is there now has been read. */
  async start(): Promise<void> {
    if (this.subscription) return;
    const { end } = await this.log.bounds('catalog', 0);
    while (this.next < end) {
      const page = await this.log.read('catalog', 0, this.next, PAGE);
      for (const { value } of page.records) this.catalogue.apply(value);
      if (page.records.length === 0) break;
      this.next = page.next;
    }
    this.subscription = this.log.follow('catalog', 0, this.next, (records) => {
      for (const { value } of records) this.catalogue.apply(value);
    });
  }

  stop(): void {
    this.subscription?.close();
  }
}
