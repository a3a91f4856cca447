import type { Presence } from '@millrace/registry';

/** Beats of members that are gone are kept a while: a store that is put back may show them again. */
const KEPT = 1000;

/** The highest beat that was seen of each process: only a higher one proves that it has renewed. */
export class Beats {
  private readonly highest = new Map<string, number>();

  /** Gives those that have renewed since they were seen first. */
  take(members: readonly Presence[]): readonly string[] {
    const renewed: string[] = [];
    for (const { incarnation, beat } of members) {
      const before = this.highest.get(incarnation);
      if (before !== undefined && beat <= before) continue;
      this.highest.set(incarnation, beat);
      if (before !== undefined) renewed.push(incarnation);
    }
    this.forgetGone(members);
    return renewed;
  }

  private forgetGone(members: readonly Presence[]): void {
    if (this.highest.size <= members.length + KEPT) return;
    const present = new Set(members.map(({ incarnation }) => incarnation));
    for (const incarnation of this.highest.keys())
      if (!present.has(incarnation)) this.highest.delete(incarnation);
  }
}
