import type { Cause, Outcome } from '@millrace/events';
import { decodeRecord } from '@millrace/events';
import { buryAgain } from './bury-again.js';
import type { PendingRecord } from './decision-batch.js';
import type { MasterContext } from './master-context.js';
import { replyOf } from './outcome-reply.js';
import type { PartitionMemory } from './partition-memory.js';

/** Answers commands, once their outcomes are verified (L19, L20). */
export class Replies {
  constructor(
    private readonly memory: PartitionMemory,
    private readonly context: MasterContext,
  ) {}

  /** The outcomes of a decision are told with its other effects. `offset`: where its record stands. */
  answerAfter({ cause, outcome, after }: PendingRecord, offset: number): void {
    const reply = replyOf(cause, outcome, this.placeOf(offset), false);
    if (reply) after.push(() => this.context.effects.reply(reply, this.placeOf(offset)));
  }

  /** After a take-over: all that the log does not say to be done (L22). */
  repeatOpen(): void {
    for (const open of this.memory.openOutcomes()) {
      const place = this.placeOf(open.offset);
      const reply = replyOf(open.cause, open.outcome, place, false);
      if (reply) this.context.effects.reply(reply, place);
      else buryAgain(open, this.memory.partition, this.context);
    }
  }

  /** The answer to a repeated command is the outcome of the original, read from where it stands. */
  answerAgain(cause: Cause, offset: number): void {
    this.read(offset)
      .then((outcome) => {
        const place = this.placeOf(offset);
        const reply = replyOf(cause, outcome, place, true);
        if (reply) this.context.effects.reply(reply, place);
      })
      .catch((error: unknown) => {
        const { partition } = this.memory;
        this.context.logger.error(
          { partition, offset, error: String(error) },
          'a repeat could not be answered',
        );
      });
  }

  private async read(offset: number): Promise<Outcome | null> {
    const { partition } = this.memory;
    const { records } = await this.context.log.read('workflow-events', partition, offset, 1);
    const record = records[0] && decodeRecord(records[0].value);
    return record?.kind === 'record' ? record.outcome : null;
  }

  private placeOf(offset: number): {
    readonly logId: string;
    readonly partition: number;
    readonly offset: number;
  } {
    return { logId: this.memory.fold.logId, partition: this.memory.partition, offset };
  }
}
