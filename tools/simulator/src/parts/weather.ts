import type { Chance } from '../chance.js';
import type { SimProcess } from '../time/sim-process.js';

/** What of a process does not get through. `answers`: what it asks for is done, and it never hears of it. */
export type Cut = 'all' | 'answers';

/** What becomes of an append beside being stored and answered. */
export type AppendFault = 'none' | 'answer-lost' | 'never' | 'late' | 'twice';

/** Shares of appends, in percent, that come to grief so. */
export type AppendFaults = Readonly<Record<Exclude<AppendFault, 'none'>, number>>;

const CALM: AppendFaults = { 'answer-lost': 0, never: 0, late: 0, twice: 0 };

/** How the network, the brokers and the registry are at the moment. */
export class Weather {
  brokersDown = false;
  registryDown = false;
  appends: AppendFaults = CALM;
  /** Longest way from a process to a broker or back, milliseconds; most take far less. */
  longestWayMs = 20;
  private readonly cuts = new Map<SimProcess, Cut>();

  constructor(private readonly chance: Chance) {}

  /** From a process to a broker, or back, milliseconds. */
  way(): number {
    return this.chance.skewed(0.2, this.longestWayMs);
  }

  cut(one: SimProcess, how: Cut): void {
    this.cuts.set(one, how);
  }

  heal(one: SimProcess): void {
    this.cuts.delete(one);
  }

  /** What a process asks for gets through. */
  isHeard(one: SimProcess): boolean {
    return this.cuts.get(one) !== 'all';
  }

  /** What it is answered gets through. */
  hears(one: SimProcess): boolean {
    return !this.cuts.has(one);
  }

  /** A process and the brokers can talk to each other. */
  reachesBrokers(one: SimProcess): boolean {
    return !this.brokersDown && !this.cuts.has(one);
  }

  appendFault(): AppendFault {
    let left = this.chance.fraction() * 100;
    for (const fault of ['answer-lost', 'never', 'late', 'twice'] as const) {
      left -= this.appends[fault];
      if (left < 0) return fault;
    }
    return 'none';
  }

  /** How late what is late comes, milliseconds. */
  lateness(): number {
    return this.chance.skewed(10, 40_000);
  }

  /** From here on all is well. */
  clear(): void {
    this.brokersDown = false;
    this.registryDown = false;
    this.appends = CALM;
    this.longestWayMs = 20;
    this.cuts.clear();
  }
}
