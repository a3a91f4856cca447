import type { SoakWorld } from '../soak-world.js';

/** What a fault gets to work with. */
export interface Strike {
  readonly soak: SoakWorld;
  /** The next number of the seed. */
  readonly random: () => number;
}

/** Harm that is done to a cluster and undone again. */
export interface Fault {
  readonly name: string;
  /** Seconds that it takes at most, where nothing else goes wrong. */
  readonly seconds: number;
  /** Stops a part, which nobody else may share. */
  readonly stopsPart?: true;
  /** Does it, and resolves when it is undone; gives what was done, in words. */
  readonly strike: (strike: Strike) => Promise<string>;
}

/** A fault that was done. */
export interface Struck {
  readonly fault: string;
  readonly what: string;
  /** Seconds of the load at which it began and was undone. */
  readonly from: number;
  readonly to: number;
}
