import type { EventLog, NewRecord, TopicName } from '@millrace/events';
import { LogError } from '@millrace/events';
import type { Logger } from '@millrace/telemetry';

/** First wait before a send is tried again, and longest one, milliseconds. */
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5000;

/** Where the record of an effect stands. */
export interface EffectPlace {
  readonly partition: number;
  readonly offset: number;
}

/** What is sent, or what makes it of something that has to be read first; undefined: there is nothing to send. */
export type Sent<N extends TopicName> = NewRecord<N> | (() => Promise<NewRecord<N> | undefined>);

/** Sends each effect until the log has it. Those of one topic leave in the order in which they come, repeats aside. */
export class EffectOutbox {
  /** By partition of the record that asks for them, in the order in which they were sent. */
  private readonly open = new Map<number, Set<EffectPlace>>();
  private readonly again = new Set<NodeJS.Timeout>();
  private closed = false;

  constructor(
    private readonly log: EventLog,
    private readonly logger: Logger,
  ) {}

  /** `of`: counted as open until it is sent. */
  send<N extends TopicName>(topic: N, sent: Sent<N>, of?: EffectPlace): void {
    if (of) this.placesOf(of).add(of);
    this.trySend(topic, sent, of, FIRST_WAIT_MS);
  }

  /** Offsets of the records of the partition with an effect that the log does not have yet. */
  openOf(partition: number): readonly number[] {
    return [...(this.open.get(partition) ?? [])].map(({ offset }) => offset);
  }

  firstOpen(partition: number): number | undefined {
    return this.open.get(partition)?.values().next().value?.offset;
  }

  close(): void {
    this.closed = true;
    for (const timer of this.again) clearTimeout(timer);
  }

  private trySend<N extends TopicName>(
    topic: N,
    sent: Sent<N>,
    of: EffectPlace | undefined,
    waitMs: number,
  ): void {
    this.append(topic, sent).then(
      () => of && this.placesOf(of).delete(of),
      (error: unknown) => {
        if (error instanceof LogError && !error.retryable) return this.giveUp(topic, error, of);
        this.sendLater(topic, sent, of, waitMs);
      },
    );
  }

  private async append<N extends TopicName>(topic: N, sent: Sent<N>): Promise<void> {
    const record = typeof sent === 'function' ? await sent() : sent;
    if (record) await this.log.append(topic, [record]);
  }

  private sendLater<N extends TopicName>(
    topic: N,
    sent: Sent<N>,
    of: EffectPlace | undefined,
    waitMs: number,
  ): void {
    if (this.closed) return;
    const timer = setTimeout(() => {
      this.again.delete(timer);
      this.trySend(topic, sent, of, Math.min(2 * waitMs, LONGEST_WAIT_MS));
    }, waitMs);
    timer.unref();
    this.again.add(timer);
  }

  private giveUp(topic: TopicName, error: LogError, of: EffectPlace | undefined): void {
    if (of) this.placesOf(of).delete(of);
    this.logger.error(
      { topic, code: error.code, error: error.message },
      'an effect cannot be sent: the log refuses it',
    );
  }

  private placesOf({ partition }: EffectPlace): Set<EffectPlace> {
    let open = this.open.get(partition);
    if (!open) this.open.set(partition, (open = new Set()));
    return open;
  }
}
