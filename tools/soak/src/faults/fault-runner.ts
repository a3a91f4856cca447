import { setTimeout as pass } from 'node:timers/promises';
import type { SoakWorld } from '../soak-world.js';
import type { Fault, Struck } from './fault.js';
import { faultOrder } from './fault-order.js';
import { faults } from './index.js';

/** What a fault leaves behind is over then: sessions, leases, and what has piled up. */
const AFTERMATH_S = 25;

export interface FaultOptions {
  readonly random: () => number;
  /** Seconds from the beginning of one to that of the next. */
  readonly every: number;
  /** Seconds of the load: none begins that would not be over by then. */
  readonly until: number;
  readonly say: (text: string) => void;
  /** Called as a fault begins, and as what it leaves behind is over. */
  readonly turns: (weather: 'fault' | 'calm') => void;
}

/** Does faults to a cluster at a steady pace. */
export class FaultRunner {
  readonly struck: Struck[] = [];
  /** What a fault could not undo, in words. */
  readonly problems: string[] = [];
  /** Whether one is at work. */
  striking = false;
  private readonly since = performance.now();
  private readonly done: Promise<void>;

  constructor(
    private readonly soak: SoakWorld,
    private readonly options: FaultOptions,
  ) {
    this.done = this.run();
  }

  /** Resolves when the last is over. */
  async end(): Promise<void> {
    await this.done;
  }

  private get now(): number {
    return (performance.now() - this.since) / 1000;
  }

  private async run(): Promise<void> {
    const { every, until, random, turns } = this.options;
    const possible = faults.filter(({ stopsPart }) => this.soak.own !== undefined || stopsPart !== true);
    const order = faultOrder(possible, random);
    for (let next = every / 2; ; next = Math.max(next + every, this.now)) {
      const fault = order.next().value;
      if (next + fault.seconds + AFTERMATH_S > until) return;
      await pass(Math.max(0, (next - this.now) * 1000));
      turns('fault');
      await this.strike(fault);
      await pass(AFTERMATH_S * 1000);
      turns('calm');
    }
  }

  private async strike(fault: Fault): Promise<void> {
    const { random, say } = this.options;
    const from = this.now;
    this.striking = true;
    try {
      const what = await fault.strike({ soak: this.soak, random });
      this.struck.push({ fault: fault.name, what, from, to: this.now });
      say(`${fault.name}: ${what}`);
    } catch (error) {
      this.problems.push(`${fault.name}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.striking = false;
    }
  }
}
