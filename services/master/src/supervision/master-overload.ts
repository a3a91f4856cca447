import { LastingOverload } from '@millrace/registry';
import type { MasterLoad } from '@millrace/registry';
import type { Logger } from '@millrace/telemetry';
import type { CommandHold } from './command-hold.js';
import type { ProcessVitals, Vitals } from './process-vitals.js';

/** How often the process is looked at, milliseconds. */
const LOOK_MS = 1000;
/** Looks after which the delays of the event loop are counted anew. */
const WINDOW = 5;

/** From where on a master takes no commands; 0 switches a measure off. */
export interface MasterThresholds {
  /** Share of the heap limit that is in use, 0 to 1. Default 0.9. */
  readonly heap: number;
  /** How late the event loop is 99 of 100 times in the last seconds, milliseconds. Default 1000. */
  readonly loopDelay: number;
}

export type MasterMeasure = keyof MasterThresholds;

export interface MasterOverloadDeps {
  readonly vitals: Pick<ProcessVitals, 'read' | 'reset' | 'close'>;
  /** Undefined: it only measures. */
  readonly thresholds: MasterThresholds | undefined;
  readonly hold: CommandHold;
  readonly logger: Logger;
}

/**
 * Has a master that cannot keep up take no new commands for a while: what it has goes on, and that frees it. They wait
 * in the log, from where others take them if its partitions go to those.
 */
export class MasterOverload {
  private readonly lasting = new LastingOverload<MasterMeasure>();
  private beyond: readonly MasterMeasure[] = [];
  private vitals: Vitals;
  private looks = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly deps: MasterOverloadDeps) {
    this.vitals = deps.vitals.read();
  }

  /** What the presence says of it. */
  get said(): Pick<MasterLoad, 'heapUsed' | 'heapLimit' | 'loopDelay' | 'overloaded'> {
    return { ...this.vitals, ...(this.beyond.length > 0 && { overloaded: this.beyond }) };
  }

  /** Why it takes no commands; undefined when it does. */
  get trouble(): string | undefined {
    if (this.beyond.length === 0) return undefined;
    const { heapUsed, heapLimit, loopDelay } = this.vitals;
    const share = Math.round((100 * heapUsed) / heapLimit);
    return `The master is overloaded: its heap is ${share}% full, its event loop ${Math.round(loopDelay)} ms late. It takes no new commands until that is over.`;
  }

  start(): void {
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
  }

  close(): void {
    clearInterval(this.timer);
    this.deps.vitals.close();
  }

  look(): void {
    const { vitals, hold, logger } = this.deps;
    this.vitals = vitals.read();
    this.looks += 1;
    if (this.looks % WINDOW === 0) vitals.reset();
    const beyond = this.lasting.take(this.passed());
    const changed = beyond.join() !== this.beyond.join();
    this.beyond = beyond;
    if (!changed) return;
    if (beyond.length > 0) logger.warn({ beyond, ...this.vitals }, 'overloaded: no new commands are taken');
    else logger.info({ ...this.vitals }, 'no longer overloaded: commands are taken again');
    hold.set(beyond.length > 0);
  }

  private passed(): readonly MasterMeasure[] {
    const { thresholds } = this.deps;
    if (!thresholds) return [];
    const { heapUsed, heapLimit, loopDelay } = this.vitals;
    const measured = { heap: heapUsed / heapLimit, loopDelay };
    return (['heap', 'loopDelay'] as const).filter(
      (measure) => thresholds[measure] > 0 && measured[measure] >= thresholds[measure],
    );
  }
}
