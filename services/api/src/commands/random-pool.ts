import { randomFillSync } from 'node:crypto';

/** Bytes that are asked of the system at a time: a call for each run id costs 4 % of a start. */
const POOL_BYTES = 4096;

/** Random bytes in small pieces. */
export class RandomPool {
  private readonly pool = new Uint8Array(POOL_BYTES);
  private used = POOL_BYTES;

  /** `count` fresh bytes, at most 4096. */
  next(count: number): Uint8Array {
    if (this.used + count > POOL_BYTES) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    const bytes = this.pool.slice(this.used, this.used + count);
    this.used += count;
    return bytes;
  }
}
