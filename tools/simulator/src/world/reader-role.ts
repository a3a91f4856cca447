import { join } from 'node:path';
import { ProjectionHost, projectInProcess, recordsOf, verifyReadModel } from '@millrace/api';
import type { ReadDatabase } from '@millrace/persistence';
import { READ_DATABASES } from '@millrace/persistence';
import type { SimProcess } from '../time/sim-process.js';
import { Role } from './role.js';
import type { Surroundings } from './world.js';

const NAMES = { readModel: 'the read model', log: 'the log' };

/** Brings the log into the rows of a read model, as the API does. The rows outlive it. */
export class ReaderRole extends Role {
  private readonly opened: { close(): unknown }[] = [];

  /** Where the rows are. */
  get file(): string {
    return join(this.world.folder, `${this.name}.db`);
  }

  protected override async run({ log, process }: Surroundings): Promise<void> {
    const database = this.database();
    await verifyReadModel(this.kept(await database.openReadStore()), log, NAMES);
    const numbers = Array.from({ length: log.partitions.P }, (_, partition) => partition);
    const ends = await Promise.all(numbers.map((partition) => log.bounds('workflow-events', partition)));
    const projection = await ProjectionHost.start({
      start: projectInProcess({ source: recordsOf(log), database, partitions: log.partitions.P }),
      onFatal: (message) => this.stoodStill(process, message),
    });
    ends.forEach(({ end }, partition) => {
      log.follow('workflow-events', partition, end, () => projection.wake());
    });
    this.world.told(process, 'works');
  }

  protected override killed(): void {
    for (const one of this.opened.splice(0)) one.close();
  }

  /** It is ahead of a log that has lost records, and must not go on. */
  private stoodStill(process: SimProcess, message: string): void {
    this.world.told(process, `the read model stands still: ${message}`);
    if (this.world.damaged === undefined)
      this.world.faults.push(`${process.name}: the read model stands still: ${message}`);
  }

  private database(): ReadDatabase {
    const database = READ_DATABASES.sqlite(this.file);
    return { ...database, openProjectionStore: async () => this.kept(await database.openProjectionStore()) };
  }

  private kept<One extends { close(): unknown }>(one: One): One {
    this.opened.push(one);
    return one;
  }
}
