/** Each bucket is so much wider than the one before: what is read from it is right to a fiftieth. */
const GROWTH = Math.log(1.02);

/** How often values of about the same size came, for as many values as there are. Values are not negative. */
export class Histogram {
  private readonly buckets = new Map<number, number>();
  count = 0;
  max = 0;

  add(value: number): void {
    const bucket = value < 1 ? 0 : 1 + Math.floor(Math.log(value) / GROWTH);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
    this.count += 1;
    this.max = Math.max(this.max, value);
  }

  /** The value below which the share `q` (0 to 1) of the values lies, to a fiftieth; undefined for no values. */
  quantile(q: number): number | undefined {
    let left = Math.ceil(q * this.count);
    for (const [bucket, count] of [...this.buckets].toSorted(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) return Math.min(this.max, Math.exp(bucket * GROWTH));
    }
    return undefined;
  }
}
