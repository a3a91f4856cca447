import type { WorkerHeartbeat } from '@millrace/events';
import type { LoadSampler, MachineLoad, OverloadMeasure, OverloadThresholds } from '@millrace/registry';
import { LastingOverload, overloaded } from '@millrace/registry';
import type { Logger } from '@millrace/telemetry';

export interface LoadWatchDeps {
  readonly sampler: Pick<LoadSampler, 'sample'>;
  /** Undefined: the worker is never overloaded. */
  readonly thresholds: Partial<OverloadThresholds> | undefined;
  readonly logger: Logger;
  /** Called when it has begun or ended to be overloaded, or by something else. */
  readonly onChange: () => void;
}

/** Measures the machine, and judges whether it can take more. */
export class LoadWatch {
  private readonly lasting = new LastingOverload<OverloadMeasure>();
  private load: MachineLoad | undefined;
  private beyond: readonly OverloadMeasure[] = [];
  private sampling = false;

  constructor(private readonly deps: LoadWatchDeps) {}

  /** What the machine has too little of. */
  get overloaded(): readonly OverloadMeasure[] {
    return this.beyond;
  }

  /** What a heartbeat says of it. */
  get said(): Pick<WorkerHeartbeat, 'load' | 'overloaded'> {
    return {
      ...(this.load && { load: this.load }),
      ...(this.beyond.length > 0 && { overloaded: this.beyond }),
    };
  }

  /** Why attempts with processes are not begun as they come; undefined when they are. */
  get trouble(): string | undefined {
    if (this.beyond.length === 0) return undefined;
    const still = this.beyond.every((measure) => measure === 'cpu') ? 'one at a time' : 'not at all';
    return `The machine is overloaded (${this.beyond.join(', ')}): attempts with processes are begun ${still}.`;
  }

  /** Takes a sample, unless one is being taken. Never throws. */
  async look(): Promise<void> {
    if (this.sampling) return;
    this.sampling = true;
    const load = await this.deps.sampler.sample();
    this.sampling = false;
    this.load = load;
    this.judge(load);
  }

  private judge(load: MachineLoad): void {
    const { thresholds, logger, onChange } = this.deps;
    if (!thresholds) return;
    const reasons = overloaded(load, thresholds);
    const beyond = this.lasting.take(reasons.map(({ measure }) => measure));
    const changed = beyond.join() !== this.beyond.join();
    this.beyond = beyond;
    if (!changed) return;
    if (this.trouble !== undefined) logger.warn({ reasons }, this.trouble);
    else logger.info({}, 'The machine is no longer overloaded.');
    onChange();
  }
}
