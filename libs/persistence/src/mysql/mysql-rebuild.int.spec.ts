import { describeWithStack } from '@millrace/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aBatch } from '../../testing/batches.js';
import type { MysqlSchema } from '../../testing/mysql-schema.js';
import { makeMysqlSchema } from '../../testing/mysql-schema.js';
import { aRejection, aRun, aTaskRun, positionAt } from '../../testing/sample-rows.js';
import type { ProjectionStore } from '../projection-store.js';
import { READ_DATABASES } from '../read-databases.js';
import {
  PositionConflictError,
  ReadModelBehindError,
  ReadModelUnavailableError,
  RebuildRunningError,
} from '../read-model-errors.js';
import type { ReadModelRebuild } from '../read-model-rebuild.js';
import type { ReadStore } from '../read-store.js';

const nothing = async () => undefined;

describeWithStack('A rebuild in MySQL or MariaDB', ['database'], ({ database }) => {
  let schema: MysqlSchema;
  let reads: ReadStore;
  let live: ProjectionStore;
  let rebuild: ReadModelRebuild | undefined;

  const model = () => READ_DATABASES.mysql(schema.settings);

  beforeEach(async () => {
    schema = await makeMysqlSchema(database);
    reads = await model().openReadStore();
    live = await model().openProjectionStore();
    await live.commit(aBatch(undefined, { begun: [aRun()], taskRuns: [aTaskRun()] }));
  });

  afterEach(async () => {
    await rebuild?.close();
    rebuild = undefined;
    await Promise.all([live.close(), reads.close()]);
    await schema.drop();
  });

  async function begin(): Promise<ReadModelRebuild> {
    rebuild = await model().beginRebuild();
    return rebuild;
  }

  async function nextTables(): Promise<readonly string[]> {
    const [rows] = await schema.admin.query<RowDataPacket[]>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name REGEXP '_(next|gone|fresh)$' ORDER BY 1",
      [schema.settings.database],
    );
    return rows.map(({ name }) => String(name));
  }

  it('is seen by nobody before it takes the place of the present one, and all of it from then on', async () => {
    const { store } = await begin();
    const anew = aRun({ version: 9 });
    await store.commit(aBatch(undefined, { begun: [anew], rejections: [aRejection()] }));
    expect(await reads.findRun('run-1')).toEqual(aRun());
    await rebuild?.takeOver(nothing);
    expect(await reads.findRun('run-1')).toEqual(anew);
    expect(await reads.listTaskRuns('run-1')).toEqual([]);
    expect(await reads.findRejection({ partition: 0, command: 7 })).toEqual(aRejection());
    expect(await nextTables()).toEqual([]);
  });

  it('is found by those who write the present one: where it stands elsewhere they begin there', async () => {
    const { store } = await begin();
    await store.commit(aBatch(undefined, { begun: [aRun()], to: positionAt(5) }));
    await rebuild?.takeOver(nothing);
    await expect(live.commit(aBatch(positionAt(1)))).rejects.toThrow(PositionConflictError);
    expect(await live.position(0)).toEqual(positionAt(5));
    await live.commit(aBatch(positionAt(5), { begun: [aRun({ id: 'run-2' })] }));
    expect(await reads.findRun('run-2')).toBeDefined();
  });

  it('never takes the place of one that is further', async () => {
    const { store } = await begin();
    await live.commit(aBatch(positionAt(1), { begun: [aRun({ id: 'run-2' })] }));
    await store.commit(aBatch(undefined, { begun: [aRun({ version: 9 })] }));
    await expect(rebuild?.takeOver(nothing)).rejects.toThrow(ReadModelBehindError);
    expect(await reads.findRun('run-1')).toEqual(aRun());
    await live.commit(aBatch(positionAt(2)));
    await rebuild?.takeOver(() => store.commit(aBatch(positionAt(1), { to: positionAt(3) })));
    expect(await reads.findRun('run-1')).toMatchObject({ version: 9 });
  });

  it('is of the same log as the one whose place it takes', async () => {
    const { store } = await begin();
    await store.commit(aBatch(undefined, { to: positionAt(7, { logId: 'other' }) }));
    await expect(rebuild?.takeOver(nothing)).rejects.toThrow(ReadModelBehindError);
  });

  it('lets those wait who write the present one while it does its last steps', async () => {
    const { store } = await begin();
    let commit: Promise<unknown> = Promise.resolve();
    await rebuild?.takeOver(async () => {
      commit = live
        .commit(aBatch(positionAt(1), { begun: [aRun({ id: 'lost' })] }))
        .catch((error: unknown) => error);
      await schema.untilOneWaits();
      await store.commit(aBatch(undefined, { to: positionAt(4) }));
    });
    expect(await commit).toBeInstanceOf(PositionConflictError);
    expect([await reads.findRun('lost'), await live.position(0)]).toEqual([undefined, positionAt(4)]);
  });

  it('is one at a time, whatever process begins it, and leaves nothing when it is given up', async () => {
    await begin();
    await expect(model().beginRebuild()).rejects.toThrow(RebuildRunningError);
    await rebuild?.close();
    expect(await nextTables()).toEqual([]);
    await begin();
  });

  it('can be begun again when the process that did it is gone, and what that left goes with the next start', async () => {
    const { store } = await begin();
    await store.commit(aBatch(undefined, { begun: [aRun()] }));
    await schema.killOthers();
    await expect(rebuild?.takeOver(nothing)).rejects.toThrow(ReadModelUnavailableError);
    await rebuild?.close();
    expect(await nextTables()).toHaveLength(4);
    await vi.waitFor(async () => expect(await reads.findRun('run-1')).toEqual(aRun()));
    await (await model().openReadStore()).close();
    expect(await nextTables()).toEqual([]);
    const again = await begin();
    expect(await again.store.load(['run-1'])).toEqual([]);
    await again.store.commit(aBatch(undefined));
    await again.takeOver(nothing);
    expect(await reads.findRun('run-1')).toBeUndefined();
  });

  it('goes on beside others that start, and ends where a newer form of the tables is made meanwhile', async () => {
    const { store } = await begin();
    await (await model().openReadStore()).close();
    expect(await nextTables()).toHaveLength(4);
    await schema.admin.query('DROP TABLE projection_gate');
    await (await model().openReadStore()).close();
    await expect(store.commit(aBatch(undefined))).rejects.toThrow('must be made anew');
  });

  it('says to every process how far it is', async () => {
    expect(await reads.rebuildPositions()).toBeUndefined();
    const { store } = await begin();
    expect(await reads.rebuildPositions()).toEqual([]);
    await store.commit(aBatch(undefined));
    expect(await reads.rebuildPositions()).toEqual([positionAt(1)]);
    await rebuild?.takeOver(nothing);
    await rebuild?.close();
    await vi.waitFor(async () => expect(await reads.rebuildPositions()).toBeUndefined());
  });

  it('waits for those who read, a while', async () => {
    const { store } = await begin();
    await store.commit(aBatch(undefined, { begun: [aRun({ version: 9 })] }));
    await schema.admin.beginTransaction();
    await schema.admin.query('SELECT * FROM run');
    const ended = rebuild?.takeOver(nothing);
    await vi.waitFor(async () => {
      const [rows] = await schema.admin.query<RowDataPacket[]>(
        "SELECT 1 FROM information_schema.processlist WHERE db = ? AND state LIKE '%metadata lock%'",
        [schema.settings.database],
      );
      expect(rows).not.toEqual([]);
    });
    await schema.admin.commit();
    await ended;
    expect(await reads.findRun('run-1')).toMatchObject({ version: 9 });
  });
});
