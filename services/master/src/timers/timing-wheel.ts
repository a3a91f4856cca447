/** Slots a level; level n has slots of 256ⁿ milliseconds, so four levels reach 49 days. */
const SLOTS = 256;
const LEVELS = 4;

/** A timer in the wheel; `cancelled` ones are dropped when their slot comes. */
export interface WheelEntry<T> {
  readonly dueAt: number;
  readonly item: T;
  cancelled: boolean;
}

/** Hierarchical timing wheel: setting, cancelling and firing cost the same however many timers there are. */
export class TimingWheel<T> {
  private readonly levels: WheelEntry<T>[][][] = Array.from({ length: LEVELS }, () =>
    Array.from({ length: SLOTS }, () => []),
  );
  private readonly counts = new Array<number>(LEVELS).fill(0);
  private far: WheelEntry<T>[] = [];

  /** `now`: the first millisecond that has not been fired. */
  constructor(private now: number) {}

  set(dueAt: number, item: T): WheelEntry<T> {
    const entry: WheelEntry<T> = { dueAt, item, cancelled: false };
    this.place(entry);
    return entry;
  }

  /** Fires everything due at or before `to`, in order of slots. */
  advance(to: number): readonly T[] {
    const due: T[] = [];
    while (this.now <= to) {
      if (this.empty) {
        this.now = to + 1;
        break;
      }
      this.cascade();
      this.fire(due);
      this.now += 1;
      if (this.counts[0] === 0) this.now = Math.min(this.skipTo(), to + 1);
    }
    return due;
  }

  /** When to look again: no timer is due before; undefined without timers. */
  get nextLook(): number | undefined {
    if (this.empty) return undefined;
    if (this.counts[0] === 0) return this.skipTo();
    for (let ahead = 0; ahead < SLOTS; ahead += 1) {
      const slot = this.levels[0]?.[(this.now + ahead) % SLOTS];
      if (slot && slot.length > 0) return this.now + ahead;
      if ((this.now + ahead + 1) % SLOTS === 0) return this.now + ahead + 1;
    }
    return this.now + SLOTS;
  }

  private get empty(): boolean {
    return this.far.length === 0 && this.counts.every((count) => count === 0);
  }

  private place(entry: WheelEntry<T>): void {
    const at = Math.max(entry.dueAt, this.now);
    for (let level = 0; level < LEVELS; level += 1) {
      const width = SLOTS ** level;
      if (Math.floor(at / (width * SLOTS)) !== Math.floor(this.now / (width * SLOTS))) continue;
      this.levels[level]?.[Math.floor(at / width) % SLOTS]?.push(entry);
      this.counts[level] = (this.counts[level] ?? 0) + 1;
      return;
    }
    this.far.push(entry);
  }

  /** At the start of a coarser slot its entries move to finer levels. */
  private cascade(): void {
    if (this.now % SLOTS ** LEVELS === 0) {
      const far = this.far;
      this.far = [];
      far.forEach((entry) => this.place(entry));
    }
    for (let level = LEVELS - 1; level > 0; level -= 1) {
      const width = SLOTS ** level;
      if (this.now % width !== 0) continue;
      for (const entry of this.take(level, Math.floor(this.now / width) % SLOTS)) this.place(entry);
    }
  }

  private fire(due: T[]): void {
    for (const entry of this.take(0, this.now % SLOTS)) if (!entry.cancelled) due.push(entry.item);
  }

  private take(level: number, index: number): readonly WheelEntry<T>[] {
    const slots = this.levels[level];
    const entries = slots?.[index];
    if (!slots || !entries || entries.length === 0) return [];
    slots[index] = [];
    this.counts[level] = (this.counts[level] ?? 0) - entries.length;
    return entries;
  }

  /** With an empty finest level, time may jump to the next cascade. */
  private skipTo(): number {
    for (let level = 1; level < LEVELS; level += 1) {
      const width = SLOTS ** level;
      if ((this.counts[level] ?? 0) > 0 || level === LEVELS - 1)
        return (Math.floor(this.now / width) + (this.now % width === 0 ? 0 : 1)) * width;
    }
    return this.now;
  }
}
