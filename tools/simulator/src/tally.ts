import type { SimulationRecord } from '@millrace/testing';
import type { Simulated } from './simulate.js';

/** What counts of a simulation. */
export type Counted = Pick<
  Simulated,
  'seed' | 'hours' | 'trace' | 'happened' | 'commands' | 'struck' | 'problems'
>;

/** What many simulations came to. */
export class Tally {
  private readonly struck = new Map<string, number>();
  private hours = 0;
  private happened = 0;
  private commands = 0;
  private done = 0;
  /** Seeds in which something was wrong. */
  readonly failed: number[] = [];

  take({ seed, hours, happened, commands, struck, problems }: Counted): void {
    this.done += 1;
    this.hours += hours;
    this.happened += happened;
    this.commands += commands;
    for (const [fault, times] of Object.entries(struck))
      this.struck.set(fault, (this.struck.get(fault) ?? 0) + times);
    if (problems.length > 0) this.failed.push(seed);
  }

  /** As it is kept. `first`: the first seed; the others followed it. */
  record(first: number): Omit<SimulationRecord, 'on'> {
    return {
      seeds: [first, first + this.done - 1],
      simulations: this.done,
      hours: Math.round(this.hours),
      commands: this.commands,
      failed: this.failed,
      struck: Object.fromEntries(this.strokes()),
    };
  }

  toString(): string {
    const faults = this.strokes().map(([name, times]) => `${name} ${times}`);
    return [
      `${this.done} simulations, ${this.hours.toFixed(0)} simulated hours, ${this.happened} steps, ${this.commands} commands`,
      `faults: ${faults.join(', ')}`,
      this.failed.length === 0
        ? 'nothing was wrong'
        : `something was wrong with seeds ${this.failed.join(', ')}`,
    ].join('\n');
  }

  /** The most frequent first. */
  private strokes(): readonly (readonly [string, number])[] {
    return [...this.struck].sort(([, one], [, other]) => other - one);
  }
}
