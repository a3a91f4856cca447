import type { StackEndpoints } from '@millrace/stack';

/** What a row gets to work with. */
export interface Trial {
  /** What chance decides is decided by it. */
  readonly seed: number;
  /** The next number of the seed, from 0 to 1. */
  readonly random: () => number;
  /** The real parts that all rows share. */
  readonly endpoints: StackEndpoints;
  /** Tells whoever looks what is done, or was found. */
  readonly say: (text: string) => void;
  /** Hands over what ends the row, also when it fails; the last is done first. */
  readonly onEnd: (end: () => unknown) => void;
  /** Hands over what there is to tell where the row fails; asked before anything is ended. */
  readonly onFailure: (tell: () => string) => void;
}

interface Described {
  /** Of the fault matrix, and of several to one line a word more: `W3`, `K1-pause`. */
  readonly id: string;
  /** What is done to which process or connection. */
  readonly fault: string;
  /** What has to happen. */
  readonly shows: string;
  /** Invariants that this is about. */
  readonly rules: readonly string[];
}

/** A fault that is done to real processes. It throws where something does not hold, and ends with the checker. */
export interface ChaosRow extends Described {
  readonly kind: 'row';
  /** How long it takes on a machine that is not busy, about. */
  readonly seconds: number;
  /** Why it cannot be had on this machine; undefined when it can. */
  readonly lacks?: () => string | undefined | Promise<string | undefined>;
  /** What the product lacks, so that it fails: it is not drawn until that is mended. */
  readonly defect?: string;
  readonly run: (trial: Trial) => Promise<void>;
}

/** A fault that a suite of tests does, with a checker or with what it expects. */
export interface SuiteRow extends Described {
  readonly kind: 'suite';
  readonly seconds: number;
  readonly project: 'int' | 'e2e';
  /** Part of the paths of its files. */
  readonly file: string;
  /** Words of the names of its tests; without it all. */
  readonly tests?: string;
}

/** A fault of the matrix that is not done, and why. */
export interface AbsentRow extends Described {
  readonly kind: 'absent';
  readonly why: string;
}

export type AnyRow = ChaosRow | SuiteRow | AbsentRow;
