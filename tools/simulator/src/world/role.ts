import { SimProcess } from '../time/sim-process.js';
import type { Surroundings, World } from './world.js';

/** A role of the system on a machine of its own: it can be killed and started again. */
export abstract class Role {
  private current: SimProcess;
  private starts = 0;

  constructor(
    readonly name: string,
    protected readonly world: World,
  ) {
    this.current = new SimProcess(name);
  }

  get process(): SimProcess {
    return this.current;
  }

  get isDown(): boolean {
    return this.current.state === 'dead';
  }

  /** Starts it, as a new process. */
  start(): void {
    const { skewMs } = this.current;
    this.starts += 1;
    this.current = new SimProcess(`${this.name}#${this.starts}`);
    this.current.skewMs = skewMs;
    const given = this.world.surround(this.current);
    this.world.told(this.current, 'starts');
    this.world.timeline.as(this.current, () => {
      this.run(given).catch((error: unknown) => this.die(given, error));
    });
  }

  /** As `kill -9`. */
  kill(): void {
    this.world.told(this.current, 'is killed');
    this.world.timeline.kill(this.current);
    this.killed();
  }

  freeze(): void {
    this.world.told(this.current, 'is frozen');
    this.world.timeline.freeze(this.current);
  }

  thaw(): void {
    if (this.current.state !== 'frozen') return;
    this.world.told(this.current, 'thaws');
    this.world.timeline.thaw(this.current);
  }

  /** Runs it; what rejects ends the process, and it is started again a while later, as by a supervisor. */
  protected abstract run(given: Surroundings): Promise<void>;

  /** What of it does not outlive the process. */
  protected killed(): void {
    // Nothing.
  }

  protected die({ process }: Surroundings, error: unknown): void {
    if (process !== this.current || process.state === 'dead') return;
    this.world.told(process, `ends: ${String(error)}`);
    this.kill();
    this.world.timeline.plan(2_000, () => this.isDown && this.start(), this.world.timeline.world);
  }
}
