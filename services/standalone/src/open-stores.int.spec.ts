import { cpSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReadModelAheadError } from '@millrace/api';
import type { EventLog } from '@millrace/events';
import { foldOn, makeFolders } from '@millrace/events/testing';
import { SystemClock } from '@millrace/nest-kit';
import { READ_DATABASES } from '@millrace/persistence';
import { describe, expect, it } from 'vitest';
import { openStores } from './open-stores.js';

const newFolder = makeFolders();
const clock = new SystemClock();

/** Opens a folder and closes it again. */
async function opened(
  folder: string,
  work: (log: EventLog) => Promise<void> = async () => {},
): Promise<void> {
  const { log, readStore } = await openStores(folder, clock);
  try {
    await work(log);
  } finally {
    await readStore.close();
    await log.close();
  }
}

/** Makes a read model that holds all of the log, without a row in it. */
async function project(folder: string, log: EventLog): Promise<void> {
  const store = await READ_DATABASES.sqlite(join(folder, 'read-model.db')).openProjectionStore();
  const { fold } = await foldOn(log, 0);
  const to = { partition: 0, ...fold.state, commands: 0 };
  await store.commit({
    from: undefined,
    to,
    begun: [],
    runs: [],
    taskRuns: [],
    rejections: [],
    unparked: [],
  });
  await store.close();
}

/** A folder whose read model holds all of its log, and a copy of the log as it was before its last record. */
async function projected(): Promise<{ readonly folder: string; readonly older: string }> {
  const folder = newFolder();
  const older = join(newFolder(), 'log.db');
  await opened(folder);
  cpSync(join(folder, 'log.db'), older);
  await opened(folder, async (log) => {
    const [{ value } = { value: '' }] = (await log.read('workflow-events', 0, 0, 1)).records;
    // A copy of record 0 is void, and moves the end.
    await log.append('workflow-events', [{ partition: 0, key: '0', value }]);
    await project(folder, log);
  });
  return { folder, older };
}

const removeReadModel = (folder: string): void => {
  for (const name of readdirSync(folder).filter((file) => file.startsWith('read-model.db')))
    rmSync(join(folder, name));
};

describe('the stores of a data folder', () => {
  it('belong together where the log reaches as far as its read model', async () => {
    const { folder } = await projected();
    await expect(opened(folder)).resolves.toBeUndefined();
  });

  describe.each<readonly [string, (log: string, older: string) => void, RegExp]>([
    ['was removed', (log) => rmSync(log), /log\.db ends at offset 0\./],
    ['was emptied', (log) => writeFileSync(log, ''), /log\.db ends at offset 0\./],
    ['was put back from an older copy', (log, older) => cpSync(older, log), /log\.db ends at offset 1\./],
  ])('whose log %s', (_what, spoil, found) => {
    it('are refused, with what the read model knows, what the log has and both ways on', async () => {
      const { folder, older } = await projected();
      spoil(join(folder, 'log.db'), older);

      await expect(opened(folder)).rejects.toThrow(ReadModelAheadError);
      await expect(opened(folder)).rejects.toThrow(found);
      await expect(opened(folder)).rejects.toThrow(/read-model\.db holds log \S+ up to offset 2,/);
      await expect(opened(folder)).rejects.toThrow(/Restore the log .+; or, .+ move \S+read-model\.db away/);
    });

    it('are taken when the read model has been moved away', async () => {
      const { folder, older } = await projected();
      spoil(join(folder, 'log.db'), older);
      await expect(opened(folder)).rejects.toThrow(ReadModelAheadError);
      removeReadModel(folder);

      await expect(opened(folder)).resolves.toBeUndefined();
    });

    it('are taken when the right log has been put back: the refusal has left nothing beside it', async () => {
      const { folder, older } = await projected();
      const log = join(folder, 'log.db');
      const right = join(newFolder(), 'log.db');
      cpSync(log, right);
      spoil(log, older);
      await expect(opened(folder)).rejects.toThrow(ReadModelAheadError);
      cpSync(right, log);

      await opened(folder, async (restored) => {
        expect((await foldOn(restored, 0)).fold.next).toBe(2);
      });
    });
  });

  it('are refused where the log is that of another folder', async () => {
    const { folder } = await projected();
    const other = await projected();
    cpSync(join(other.folder, 'log.db'), join(folder, 'log.db'));

    await expect(opened(folder)).rejects.toThrow(/log\.db is another one there: log \S+\./);
  });

  it('are for their user alone, also where they were not', async () => {
    const folder = newFolder();
    for (const name of ['log.db', 'task-logs.db', 'read-model.db', 'owner'])
      writeFileSync(join(folder, name), '', { mode: 0o644 });
    await opened(folder, async () => {
      const names = readdirSync(folder);
      const open = names.filter((name) => (statSync(join(folder, name)).mode & 0o777) !== 0o600);
      expect(names).toContain('read-model.db-wal');
      expect(open).toEqual([]);
    });
  });
});
