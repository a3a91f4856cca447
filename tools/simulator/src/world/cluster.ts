import { MasterRole } from './master-role.js';
import { People } from './people.js';
import type { ReaderRole } from './reader-role.js';
import type { Role } from './role.js';
import { WorkerRole } from './worker-role.js';
import type { World } from './world.js';

const READER_PERCENT = 40;

/** The system that is simulated, and those who use it. */
export class Cluster {
  readonly masters: readonly MasterRole[];
  readonly workers: readonly WorkerRole[];
  readonly people: People;

  private constructor(
    readonly world: World,
    /** Makes the read model, in some worlds. */
    readonly reader: ReaderRole | undefined,
  ) {
    const { chance } = world;
    this.masters = named('master', chance.whole(1, 3)).map((name) => new MasterRole(name, world));
    this.workers = named('worker', chance.whole(1, 3)).map((name) => new WorkerRole(name, world));
    this.people = new People(world);
  }

  static async of(world: World): Promise<Cluster> {
    if (!world.chance.percent(READER_PERCENT)) return new Cluster(world, undefined);
    // Loads what serves the API: only who has a reader pays for that.
    const { ReaderRole } = await import('./reader-role.js');
    return new Cluster(world, new ReaderRole('reader', world));
  }

  get roles(): readonly Role[] {
    return [...this.masters, ...this.workers, ...(this.reader ? [this.reader] : [])];
  }

  start(): void {
    for (const role of this.roles) role.start();
  }

  /** Everybody is there again, and nothing stands between them. */
  heal(): void {
    this.world.weather.clear();
    for (const role of this.roles) {
      role.thaw();
      role.process.skewMs = 0;
      if (role.isDown) role.start();
    }
  }
}

function named(kind: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${kind}-${index + 1}`);
}
