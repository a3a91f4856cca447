import type { Reply, StoredRecord, Subscription } from '@millrace/events';
import { EventLog } from '@millrace/events';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { Injectable } from '@nestjs/common';

/** Someone who waits for the reply to a command. */
export interface ReplyWaiting {
  /** The reply; undefined when it has not come after so many milliseconds, or the server stops. */
  within(ms: number): Promise<Reply | undefined>;
  /** Waits no more. */
  forget(): void;
}

type Take = (reply: Reply | undefined) => void;

/**
 * Follows topic `replies` and gives each reply to who waits for it. Where several wait for the same command, each has
 * sent it, and each gets a reply of its own, in the order in which they sent: a repeat may be refused.
 */
@Injectable()
export class ReplyBook implements OnModuleInit, OnModuleDestroy {
  private readonly waiting = new Map<string, Set<Take>>();
  private subscription: Subscription | undefined;

  constructor(private readonly log: EventLog) {}

  async onModuleInit(): Promise<void> {
    const { end } = await this.log.bounds('replies', 0);
    this.subscription = this.log.follow('replies', 0, end, (records) => this.take(records));
  }

  onModuleDestroy(): void {
    this.subscription?.close();
    for (const takers of this.waiting.values()) for (const take of takers) take(undefined);
    this.waiting.clear();
  }

  /** Begin before the command is appended: its reply may come before the append is acknowledged. */
  expect(source: string, id: string): ReplyWaiting {
    const key = keyOf(source, id);
    const { promise, resolve } = Promise.withResolvers<Reply | undefined>();
    const takers = this.waiting.get(key) ?? new Set<Take>();
    this.waiting.set(key, takers.add(resolve));
    const forget = (): void => {
      takers.delete(resolve);
      if (takers.size === 0 && this.waiting.get(key) === takers) this.waiting.delete(key);
      resolve(undefined);
    };
    const within = async (ms: number): Promise<Reply | undefined> => {
      const timer = setTimeout(forget, ms);
      return promise.finally(() => clearTimeout(timer));
    };
    return { within, forget };
  }

  private take(records: readonly StoredRecord<'replies'>[]): void {
    for (const { value } of records) {
      const { data: reply } = value;
      const key = keyOf(reply.source, reply.id);
      const takers = this.waiting.get(key);
      const first = takers?.values().next().value;
      if (!takers || !first) continue;
      takers.delete(first);
      if (takers.size === 0) this.waiting.delete(key);
      first(reply);
    }
  }
}

function keyOf(source: string, id: string): string {
  return JSON.stringify([source, id]);
}
