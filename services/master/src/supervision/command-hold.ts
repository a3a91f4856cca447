/** Whether the partitions of this master take commands at present. Reports, mail and timers go on. */
export class CommandHold {
  private readonly followers = new Set<() => void>();
  private isHeld = false;

  get held(): boolean {
    return this.isHeld;
  }

  set(held: boolean): void {
    if (held === this.isHeld) return;
    this.isHeld = held;
    for (const told of this.followers) told();
  }

  /** `told` is called with each change until the function that is given back is. */
  follow(told: () => void): () => void {
    this.followers.add(told);
    return () => this.followers.delete(told);
  }
}
