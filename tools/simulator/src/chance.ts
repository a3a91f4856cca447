import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const FINENESS = 0x7fff_ffff;

/** All that is left to chance in a simulation: the same seed gives the same numbers in the same order. */
export class Chance {
  private readonly generator;

  constructor(readonly seed: number) {
    this.generator = xoroshiro128plus(mixed(seed));
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return uniformInt(this.generator, least, most);
  }

  /** From 0 to below 1. */
  fraction(): number {
    return this.whole(0, FINENESS - 1) / FINENESS;
  }

  /** True in so many of a hundred cases. */
  percent(share: number): boolean {
    return this.fraction() * 100 < share;
  }

  /** Mostly near `least`, seldom near `most`: as delays are. */
  skewed(least: number, most: number): number {
    return least + (most - least) * this.fraction() ** 4;
  }

  /** As the time until something happens that happens once in `mean` on average. */
  around(mean: number): number {
    return -Math.log(1 - this.fraction()) * mean;
  }

  /** Throws where there is nothing to choose from. */
  pick<T>(from: readonly T[]): T {
    const picked = from[this.whole(0, from.length - 1)];
    if (picked === undefined) throw new Error('There is nothing to choose from.');
    return picked;
  }

  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.whole(0, 255)));
  }

  /** A chance of its own: how often this one is asked has no effect on it. */
  branch(): Chance {
    return new Chance(this.whole(0, FINENESS));
  }
}

/** Neighbouring seeds would give neighbouring first numbers. */
function mixed(seed: number): number {
  const once = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
