/** Samples in a row without it after which an overload is over. */
const WELL_AFTER = 2;

/**
 * Remembers what is overloaded until it was well twice in a row, so that what depends on it does not begin and stop
 * with every sample. One sample beyond a threshold is enough to be overloaded.
 */
export class LastingOverload<M extends string> {
  /** Samples without it since the last one with it. */
  private readonly wellFor = new Map<M, number>();

  /** Takes what is beyond its threshold in one sample; gives what counts as overloaded from now on. */
  take(beyond: readonly M[]): readonly M[] {
    for (const measure of beyond) this.wellFor.set(measure, 0);
    for (const [measure, well] of this.wellFor) {
      if (beyond.includes(measure)) continue;
      if (well + 1 >= WELL_AFTER) this.wellFor.delete(measure);
      else this.wellFor.set(measure, well + 1);
    }
    return [...this.wellFor.keys()];
  }
}
