import { describeWithStack } from '@millrace/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aBatch } from '../../testing/batches.js';
import type { MysqlSchema } from '../../testing/mysql-schema.js';
import { makeMysqlSchema } from '../../testing/mysql-schema.js';
import { aRun, aTaskRun, positionAt } from '../../testing/sample-rows.js';
import type { ProjectionStore } from '../projection-store.js';
import { READ_DATABASES } from '../read-databases.js';
import { PositionConflictError } from '../read-model-errors.js';
import type { FoldPosition } from '../rows/fold-position.js';

describeWithStack('Two projectors in MySQL or MariaDB', ['database'], ({ database }) => {
  let schema: MysqlSchema;
  let one: ProjectionStore;
  let other: ProjectionStore;

  beforeEach(async () => {
    schema = await makeMysqlSchema(database);
    const model = READ_DATABASES.mysql(schema.settings);
    await (await model.openReadStore()).close();
    [one, other] = await Promise.all([model.openProjectionStore(), model.openProjectionStore()]);
  });

  afterEach(async () => {
    await Promise.all([one.close(), other.close()]);
    await schema.drop();
  });

  it('never both move on from one position, the first of a partition included', async () => {
    let from: FoldPosition | undefined;
    for (let round = 0; round < 20; round += 1) {
      const batch = aBatch(from, { begun: [aRun({ id: `run-${round}` })] });
      const outcomes = await Promise.allSettled([one.commit(batch), other.commit(batch)]);
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused.map(({ reason }) => reason as unknown)).toEqual([expect.any(PositionConflictError)]);
      from = batch.to;
    }
    expect(await one.position(0)).toEqual(positionAt(20));
  });

  it('write different partitions at once', async () => {
    const to = (partition: number, next: number) => positionAt(next, { partition });
    const chain = async (store: ProjectionStore, partition: number) => {
      for (let next = 0; next < 20; next += 1) {
        const from = next === 0 ? undefined : to(partition, next);
        const begun = [aRun({ id: `run-${partition}-${next}`, partition })];
        await store.commit(aBatch(from, { to: to(partition, next + 1), begun }));
      }
    };
    await Promise.all([chain(one, 0), chain(other, 1)]);
    expect([await one.position(0), await one.position(1)]).toEqual([to(0, 20), to(1, 20)]);
  });

  it('wait for each other at the position, and the second finds it moved', async () => {
    await one.commit(aBatch(undefined));
    await schema.admin.beginTransaction();
    await schema.admin.query('SELECT * FROM fold_state WHERE log_partition = 0 FOR UPDATE');
    const second = one.commit(aBatch(positionAt(1), { begun: [aRun()] })).catch((error: unknown) => error);
    await schema.untilOneWaits();
    await schema.admin.query('UPDATE fold_state SET next_offset = 7, seq = 7 WHERE log_partition = 0');
    await schema.admin.commit();
    expect(await second).toBeInstanceOf(PositionConflictError);
    expect(await second).toMatchObject({
      message: expect.stringContaining('stands at 7 of partition 0, expected 1'),
    });
    expect(await one.load(['run-1'])).toEqual([]);
  });

  it('are told apart by a reset: what the other knows of the position counts no more', async () => {
    await one.commit(aBatch(undefined, { begun: [aRun()], taskRuns: [aTaskRun()] }));
    await other.reset();
    await expect(one.commit(aBatch(positionAt(1)))).rejects.toThrow(PositionConflictError);
    await one.commit(aBatch(undefined, { begun: [aRun()] }));
    expect(await other.load(['run-1'])).toEqual([{ run: aRun(), tasks: [] }]);
  });

  it('reset at once without harm', async () => {
    await one.commit(aBatch(undefined, { begun: [aRun()] }));
    await Promise.all([one.reset(), other.reset()]);
    expect(await one.position(0)).toBeUndefined();
    await other.commit(aBatch(undefined, { begun: [aRun()] }));
  });

  it('do again what the server gave up to end a deadlock', async () => {
    const many = Array.from({ length: 50 }, (_, index) => aRun({ id: `run-${index}` }));
    await one.commit(aBatch(undefined, { begun: many }));
    await schema.admin.beginTransaction();
    // The server gives up the transaction that has changed less.
    await schema.admin.query('UPDATE run SET version = 9');
    const commit = one.commit(aBatch(positionAt(1), { runs: [aRun({ id: 'run-7', lastOffset: 77 })] }));
    await schema.untilOneWaits();
    await schema.admin.query('SELECT * FROM fold_state WHERE log_partition = 0 FOR UPDATE');
    await schema.admin.commit();
    await commit;
    const [stored] = await one.load(['run-7']);
    expect(stored?.run).toMatchObject({ version: 9, lastOffset: 77 });
  });
});
