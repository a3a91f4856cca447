import type { StoredRecord } from '@millrace/events';
import type { CommandIntake } from './command-intake.js';
import type { TurnScope } from './turn-scope.js';

/** Takes the mail of a turn (L46, L47). */
export class MailIntake {
  /** Last number that this batch took, by sender. */
  private readonly takenMail = new Map<number, number>();

  constructor(
    private readonly scope: TurnScope,
    private readonly commands: CommandIntake,
  ) {}

  /** The next in order from its sender is decided; older mail is acknowledged again, newer will be repeated (L46). */
  take({ offset, value }: StoredRecord<'mailbox'>): void {
    const { from, mseq, command, upTo } = value;
    const { mail } = this.scope.memory.state;
    if (upTo !== undefined && mail.unacked.some((one) => one.to === from && one.mseq <= upTo)) {
      const pending = this.scope.batch.add({
        input: null,
        cause: { type: 'DropMail' },
        outcome: null,
        run: undefined,
      });
      pending.events.push({ type: 'MailAcked', v: 1, a: -1, data: { to: from, upTo } });
    }
    if (mseq === undefined || command === undefined) return;
    const verified = mail.lastFrom(from);
    if (mseq <= verified) return this.scope.tools.acknowledge(from, verified);
    // A copy of mail that this very turn took waits for its record: the acknowledgement follows then (L19).
    if (mseq !== (this.takenMail.get(from) ?? verified) + 1) return;
    this.takenMail.set(from, mseq);
    const record = { offset, time: 0, key: null, value: command };
    const pending = this.commands.take(record, { topic: 'mailbox', offset, from, mseq });
    pending.after.push(() => this.scope.tools.acknowledge(from, mseq));
  }
}
