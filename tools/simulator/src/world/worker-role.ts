import { join } from 'node:path';
import { CatalogueFeed } from '@millrace/events';
import { SystemClock } from '@millrace/nest-kit';
import { WorkerService } from '@millrace/worker';
import { ScriptHost } from '../parts/script-host.js';
import { Role } from './role.js';
import { ToldLogger } from './told-logger.js';
import type { Surroundings } from './world.js';

const SLOTS = 4;

/** A worker, as the cluster composes it, with scripts that are simulated. Its folder outlives it. */
export class WorkerRole extends Role {
  private hosts: ScriptHost[] = [];

  protected override async run({ log, registry, process, tell }: Surroundings): Promise<void> {
    const { timeline, scripts, folder } = this.world;
    const options = {
      name: this.name,
      groups: ['default'],
      slots: SLOTS,
      lightSlots: SLOTS,
      folder: join(folder, this.name),
      drainGraceMs: 10_000,
      keepFailed: false,
      registry,
      openProcesses: () => {
        const host = new ScriptHost(timeline, scripts, process);
        this.hosts.push(host);
        return host;
      },
    };
    const feed = new CatalogueFeed(log);
    const worker = new WorkerService(log, new SystemClock(), new ToldLogger(tell), options, feed);
    await worker.start();
    this.world.told(process, 'works');
  }

  protected override killed(): void {
    for (const host of this.hosts.splice(0)) host.endAll();
  }
}
