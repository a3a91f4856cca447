import type { EventLog } from '@millrace/events';
import { CatalogueFeed } from '@millrace/events';
import type { SharedDatabase } from '@millrace/persistence';
import type { CatalogueLedger } from '../src/catalogue/catalogue-ledger.js';
import type { PutResult } from '../src/catalogue/catalogue-writer.js';
import { CatalogueWriter } from '../src/catalogue/catalogue-writer.js';
import { OutboxLedger } from '../src/catalogue/outbox-ledger.js';
import type { TagCondition } from '../src/http/entity-tag.js';
import { FixedClock, HELLO } from './api-harness.js';

/** As much of an API process as publishes. */
export class LedgerProcess {
  readonly writer: CatalogueWriter;

  constructor(
    readonly ledger: CatalogueLedger,
    readonly feed: CatalogueFeed,
  ) {
    this.writer = new CatalogueWriter(ledger, new FixedClock());
  }

  /** A process that shares its catalogue by the tables of a database. They are there. */
  static async onDatabase(log: EventLog, database: SharedDatabase): Promise<LedgerProcess> {
    const feed = new CatalogueFeed(log);
    const store = await database.openCatalogueStore();
    const ledger = new OutboxLedger({ store, log, feed, onTrouble: () => undefined, lookEveryMs: 50 });
    return new LedgerProcess(ledger, feed);
  }

  async start(): Promise<this> {
    await this.feed.start();
    await this.ledger.start();
    return this;
  }

  async close(): Promise<void> {
    this.feed.stop();
    await this.ledger.close();
  }

  /** Publishes the `n`th of many files of workflow `name`. */
  put(
    n: number,
    conditions: Partial<Record<'ifMatch' | 'ifNoneMatch', TagCondition>> = {},
    name = 'hello',
  ): Promise<PutResult> {
    const text = HELLO.replace('name: hello', `name: ${name}`).replace(
      'first: {',
      `extra${n}: { type: noop }\n  first: {`,
    );
    const put = { project: 'retail', workflow: name, text, dryRun: false } as const;
    return this.writer.putWorkflow({ ...put, ifMatch: 'none', ifNoneMatch: 'none', ...conditions });
  }

  versions(name = 'hello'): readonly number[] {
    return this.feed.catalogue.workflow('retail', name)?.versions.map(({ version }) => version) ?? [];
  }
}

/** 1, 2, 3 … */
export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** Keys in topic `catalog`, oldest first. */
export async function keysInLog(log: EventLog): Promise<readonly string[]> {
  const { start, end } = await log.bounds('catalog', 0);
  const keys: string[] = [];
  for (let next = start; next < end;) {
    const page = await log.read('catalog', 0, next, 1000);
    keys.push(...page.records.map(({ key }) => (key ?? '').replace(/[0-9a-f]{64}/, 'HASH')));
    if (page.records.length === 0) break;
    next = page.next;
  }
  return keys;
}
