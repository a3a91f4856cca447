import type { DeadLetter, ReplyMessage } from '@millrace/events';
import type { LogWatch } from './log-watch.js';
import { until } from './until.js';

const WAIT_MS = 15_000;

/** Hears what masters say to senders and to operators, from the first word on. */
export class TopicTap {
  readonly replies: ReplyMessage[] = [];
  readonly letters: DeadLetter[] = [];

  constructor({ topics }: LogWatch) {
    topics.follow('replies', 0, 0, (records) => {
      for (const { value } of records) this.replies.push(value);
    });
    topics.follow('dead-letters', 0, 0, (records) => {
      for (const { value } of records) this.letters.push(value);
    });
  }

  /** Waits for the reply to a command. */
  replyTo(id: string): Promise<ReplyMessage> {
    const find = () => this.replies.find(({ correlationid }) => correlationid === id);
    return until(`the reply to ${id}`, find, WAIT_MS);
  }

  /** Waits for the letter about a message of `commands`. */
  letterOf(partition: number, offset: number): Promise<DeadLetter> {
    const find = () =>
      this.letters.find((letter) => letter.partition === partition && letter.offset === offset);
    return until(`the dead letter of ${partition}:${offset}`, find, WAIT_MS);
  }
}
