import { join } from 'node:path';
import type { RecordSource } from '@millrace/api';
import type { ProjectionStore } from '@millrace/persistence';
import { READ_DATABASES } from '@millrace/persistence';
import type { ReaderRole } from '../world/reader-role.js';
import type { World } from '../world/world.js';

/** What is wrong with the rows of a reader that had time to come to rest, in sentences (I8). */
export async function problemsOfReadModel(world: World, reader: ReaderRole): Promise<readonly string[]> {
  const stored = await READ_DATABASES.sqlite(reader.file).openProjectionStore();
  try {
    const behind = await lagOf(stored, world);
    if (behind.length > 0) return behind;
    const anew = await world.timeline.passFor(rowsAnew(world));
    const same = anew === (await stored.rowsHash());
    return same ? [] : [`I8: the rows of ${reader.name} are not those that the log gives.`];
  } finally {
    await stored.close();
  }
}

async function lagOf(stored: ProjectionStore, { broker }: World): Promise<readonly string[]> {
  const behind: string[] = [];
  for (let partition = 0; partition < broker.partitions.P; partition += 1) {
    const { end } = broker.bounds('workflow-events', partition);
    const next = (await stored.position(partition))?.next ?? 0;
    if (next !== end)
      behind.push(`I8: the rows of partition ${partition} are those up to ${next} of ${end}.`);
  }
  return behind;
}

/** A hash of the rows that are made of the log from its beginning. */
async function rowsAnew({ folder, broker }: World): Promise<string> {
  const { ProjectionRunner } = await import('@millrace/api');
  const source: RecordSource = {
    read: (...where) => broker.page('workflow-events', ...where),
    end: (partition) => Promise.resolve(broker.bounds('workflow-events', partition).end),
  };
  const database = READ_DATABASES.sqlite(join(folder, 'anew.db'));
  const reads = await database.openReadStore();
  const store = await database.openProjectionStore();
  try {
    await store.reset();
    await new ProjectionRunner({ source, store, partitions: broker.partitions.P }).catchUp();
    return await store.rowsHash();
  } finally {
    await store.close();
    await reads.close();
  }
}
