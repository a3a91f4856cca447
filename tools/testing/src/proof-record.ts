import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** In the repository: what is recorded there is shown in docs/explanation/reliability.md. */
const FILE = join(resolve(import.meta.dirname, '../../..'), 'docs/explanation/reliability.json');

/** How a row of chaos has last ended with one seed. */
export interface RowRecord {
  readonly seed: number;
  readonly seconds: number;
  readonly passed: boolean;
  /** The day, `2026-11-28`. */
  readonly on: string;
}

/** What many simulations have last come to. */
export interface SimulationRecord {
  readonly seeds: readonly [first: number, last: number];
  readonly simulations: number;
  readonly hours: number;
  readonly commands: number;
  readonly failed: readonly number[];
  /** How often each fault has struck. */
  readonly struck: Readonly<Record<string, number>>;
  /** Of them, what was taken over from an earlier count of the same code. */
  readonly earlier?: {
    readonly simulations: number;
    /** So many of that count were simulated again, and gave the same log. */
    readonly compared: number;
    /** Seeds that were wrong there. */
    readonly wrong: readonly number[];
  };
  readonly on: string;
}

/** How a bug that was put into the product has last been found. */
export interface PlantRecord {
  /** The seed that found it; null: none did in time. */
  readonly seed: number | null;
  readonly seconds: number;
  readonly on: string;
}

/** What a soak has last come to. */
export interface SoakRecord {
  readonly seed: number;
  readonly minutes: number;
  readonly runs: number;
  readonly faults: number;
  readonly violations: number;
  /** Of the heap after a collection at the end to that at a quarter, of the process in which it is largest. */
  readonly heapRatio: number;
  /** What must not be, in words. */
  readonly problems: readonly string[];
  readonly on: string;
}

/** Whether slips in single lines of the product were found. */
export interface MutantRecord {
  readonly seed: number;
  readonly tried: number;
  /** `file:line: before → after` of those that nothing found. */
  readonly living: readonly string[];
  readonly on: string;
}

/** What the long runs have last shown. */
export interface ProofRecord {
  /** By id of the row; the newest result of each seed. */
  readonly rows: Readonly<Record<string, readonly RowRecord[]>>;
  readonly simulations?: SimulationRecord;
  readonly soak?: SoakRecord;
  readonly mutants?: MutantRecord;
  readonly plants: Readonly<Record<string, PlantRecord>>;
}

/** Empty where nothing was recorded yet. */
export function readProofRecord(): ProofRecord {
  return existsSync(FILE)
    ? (JSON.parse(readFileSync(FILE, 'utf8')) as ProofRecord)
    : { rows: {}, plants: {} };
}

/** Writes it in place of what is there. */
export function changeProofRecord(change: (before: ProofRecord) => ProofRecord): void {
  writeFileSync(FILE, `${JSON.stringify(change(readProofRecord()), null, 2)}\n`);
}

/** Today, by the clock of this machine. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
