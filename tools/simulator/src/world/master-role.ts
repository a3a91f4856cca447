import { CatalogueFeed, ClockError, LogCorruptError } from '@millrace/events';
import { MasterService } from '@millrace/master';
import { SystemClock } from '@millrace/nest-kit';
import { taskTypes } from '@millrace/tasks';
import { Role } from './role.js';
import { ToldLogger } from './told-logger.js';
import type { Surroundings } from './world.js';

const LIGHT = new Set(taskTypes.filter((type) => type.light).map((type) => type.type));

/** A master, as the cluster composes it. */
export class MasterRole extends Role {
  protected override async run(given: Surroundings): Promise<void> {
    const { log, registry, process, tell } = given;
    const options = {
      owner: process.name,
      lightTypes: LIGHT,
      stateHashes: 'every' as const,
      registry,
      onFatal: (error: unknown) => this.stoodStill(given, error),
    };
    const feed = new CatalogueFeed(log);
    const master = new MasterService(log, new SystemClock(), new ToldLogger(tell), feed, options);
    await master.start();
    this.world.told(process, 'works');
  }

  /** A partition that cannot go on is a fault, but where the log itself was damaged. */
  private stoodStill(given: Surroundings, error: unknown): void {
    const { process } = given;
    this.world.told(process, `a partition stands still: ${String(error)}`);
    if (error instanceof LogCorruptError && this.world.damaged !== undefined) return;
    if (error instanceof ClockError && this.world.clocksWereSet) return this.die(given, error);
    const text = error instanceof Error ? error.stack : String(error);
    this.world.faults.push(`${process.name}: a partition cannot go on: ${text}`);
  }
}
