/** Mail that the other owner has not acknowledged. */
export interface UnackedMail {
  readonly to: number;
  readonly mseq: number;
  readonly command: string;
}

export interface MailSnapshot {
  readonly sent: readonly (readonly [to: number, last: number])[];
  readonly received: readonly (readonly [from: number, last: number])[];
  readonly unacked: readonly UnackedMail[];
}

/** The counters and the unacknowledged mail of a partition (L46, L47); made from its events alone. */
export class MailState {
  private readonly sent = new Map<number, number>();
  private readonly received = new Map<number, number>();
  private unackedMail: UnackedMail[] = [];

  /** Number that the next mail to this partition gets; `more`: mail decided and not yet recorded. */
  nextFor(to: number, more: number): number {
    return (this.sent.get(to) ?? 0) + 1 + more;
  }

  lastFrom(from: number): number {
    return this.received.get(from) ?? 0;
  }

  /** In the order in which it must be sent. */
  get unacked(): readonly UnackedMail[] {
    return this.unackedMail;
  }

  forwarded(mail: UnackedMail): void {
    this.sent.set(mail.to, mail.mseq);
    this.unackedMail.push(mail);
  }

  acked(to: number, upTo: number): void {
    this.unackedMail = this.unackedMail.filter((mail) => mail.to !== to || mail.mseq > upTo);
  }

  took(from: number, mseq: number): void {
    this.received.set(from, mseq);
  }

  snapshot(): MailSnapshot {
    return { sent: [...this.sent], received: [...this.received], unacked: [...this.unackedMail] };
  }

  restore({ sent, received, unacked }: MailSnapshot): void {
    for (const [to, last] of sent) this.sent.set(to, last);
    for (const [from, last] of received) this.received.set(from, last);
    this.unackedMail = [...unacked];
  }
}
