import { Catalogue } from './catalogue.js';
import type { EventLog, StoredRecord, Subscription } from './event-log.js';
import type { CatalogEntry } from './messages/catalog-entry.js';

const PAGE = 500;

/** Keeps a catalogue current with topic `catalog`, for all services of a process; also an injection token. */
export class CatalogueFeed {
  readonly catalogue = new Catalogue();
  private subscription: Subscription | undefined;
  private starting: Promise<void> | undefined;
  private next = 0;
  private waiting: { readonly upTo: number; readonly resolve: () => void }[] = [];
  private readonly listeners: (() => void)[] = [];
  private readonly late = new Set<string>();

  constructor(private readonly log: EventLog) {}

  /** Resolves when everything that is there now has been read. Whoever needs it starts it; once is enough. */
  start(): Promise<void> {
    return (this.starting ??= this.begin());
  }

  /**
   * Keys whose last entry in the log is older than one before it. The catalogue is right, but who reads the log after
   * compaction sees the older one alone: the newer must be written again.
   */
  get overtaken(): ReadonlySet<string> {
    return this.late;
  }

  stop(): void {
    this.subscription?.close();
  }

  /** Resolves when all entries below this offset are known. */
  reached(offset: number): Promise<void> {
    if (this.next >= offset) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ upTo: offset, resolve }));
  }

  /** `listener` is called after each change. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  private async begin(): Promise<void> {
    const { end } = await this.log.bounds('catalog', 0);
    while (this.next < end) {
      const page = await this.log.read('catalog', 0, this.next, PAGE);
      for (const { value } of page.records) this.apply(value);
      if (page.records.length === 0) break;
      this.next = page.next;
    }
    this.subscription = this.log.follow('catalog', 0, this.next, (records) => this.take(records));
  }

  private apply(entry: CatalogEntry): void {
    const key = Catalogue.keyOf(entry);
    if (this.catalogue.apply(entry)) this.late.delete(key);
    else this.late.add(key);
  }

  private take(records: readonly StoredRecord<'catalog'>[]): void {
    for (const { offset, value } of records) {
      this.apply(value);
      this.next = offset + 1;
    }
    for (const listener of this.listeners) listener();
    const met = this.waiting.filter(({ upTo }) => upTo <= this.next);
    this.waiting = this.waiting.filter(({ upTo }) => upTo > this.next);
    for (const { resolve } of met) resolve();
  }
}
