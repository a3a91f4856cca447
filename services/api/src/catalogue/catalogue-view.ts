import type { StoredRecord, Subscription } from '@millrace/events';
import { Catalogue, EventLog } from '@millrace/events';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { Injectable } from '@nestjs/common';

/** The catalogue as topic `catalog` tells it, always current. */
@Injectable()
export class CatalogueView implements OnModuleInit, OnModuleDestroy {
  readonly catalogue = new Catalogue();
  private next = 0;
  private subscription: Subscription | undefined;
  private waiting: { readonly upTo: number; readonly resolve: () => void }[] = [];

  constructor(private readonly log: EventLog) {}

  /** Resolves when everything that was there at the start is known. */
  async onModuleInit(): Promise<void> {
    const { start, end } = await this.log.bounds('catalog', 0);
    this.next = start;
    this.subscription = this.log.follow('catalog', 0, start, (records) => this.take(records));
    await this.reached(end);
  }

  onModuleDestroy(): void {
    this.subscription?.close();
  }

  /** Resolves when all entries below this offset are known. */
  reached(offset: number): Promise<void> {
    if (this.next >= offset) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ upTo: offset, resolve }));
  }

  private take(records: readonly StoredRecord<'catalog'>[]): void {
    for (const { offset, value } of records) {
      this.catalogue.apply(value);
      this.next = offset + 1;
    }
    const met = this.waiting.filter(({ upTo }) => upTo <= this.next);
    this.waiting = this.waiting.filter(({ upTo }) => upTo > this.next);
    for (const { resolve } of met) resolve();
  }
}
