import type {
  FoldPosition,
  ProjectionBatch,
  ProjectionStore,
  ReadStore,
  RunListQuery,
  RunRow,
} from '../src/index.js';
import { PositionConflictError } from '../src/index.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aRejection, aRun, aTaskRun, positionAt } from './sample-rows.js';

export interface OpenedReadModel {
  readonly reads: ReadStore;
  readonly writes: ProjectionStore;
  close(): Promise<void>;
}

/** What every read database must do, whatever it is made of. `open` gives an empty one. */
export function readStoreContract(name: string, open: () => Promise<OpenedReadModel>): void {
  describe(`${name} as a read model`, () => {
    let model: OpenedReadModel;
    let position: FoldPosition | undefined;

    beforeEach(async () => {
      model = await open();
      position = undefined;
    });

    afterEach(() => model.close());

    async function write(rows: Partial<Omit<ProjectionBatch, 'from' | 'to'>>): Promise<void> {
      const to = positionAt((position?.next ?? 0) + 1);
      await model.writes.commit({
        from: position,
        to,
        begun: [],
        runs: [],
        taskRuns: [],
        rejections: [],
        unparked: [],
        ...rows,
      });
      position = to;
    }

    async function ids(query: Partial<RunListQuery>): Promise<readonly string[]> {
      return (await model.reads.listRuns({ limit: 50, ...query })).runs.map(({ id }) => id);
    }

    it('gives back a run with every column as it was written', async () => {
      await write({ begun: [aRun()] });
      expect(await model.reads.findRun('run-1')).toEqual(aRun());
      expect(await model.writes.load(['run-1', 'run-9'])).toEqual([{ run: aRun(), tasks: [] }]);
    });

    it('gives back task runs by name with every column as it was written', async () => {
      const load = aTaskRun({ task: 'load', outputs: null, error: null, allowed: false, attempts: [] });
      await write({ begun: [aRun()], taskRuns: [load, aTaskRun(), aTaskRun({ run: 'run-2' })] });
      expect(await model.reads.listTaskRuns('run-1')).toEqual([aTaskRun(), load]);
      expect(await model.reads.findTaskRun('run-1', 'load')).toEqual(load);
      expect(await model.writes.load(['run-1'])).toEqual([{ run: aRun(), tasks: [aTaskRun(), load] }]);
    });

    it('knows nothing of what is not there', async () => {
      expect(await model.reads.findRun('run-1')).toBeUndefined();
      expect(await model.reads.findTaskRun('run-1', 'extract')).toBeUndefined();
      expect(await model.reads.listTaskRuns('run-1')).toEqual([]);
      expect(await model.reads.listRuns({ limit: 5 })).toEqual({ runs: [], next: null });
      expect(await model.reads.countRuns({})).toEqual({});
      expect(await model.reads.foldPositions()).toEqual([]);
    });

    it('changes the rows of a run that goes on', async () => {
      await write({ begun: [aRun()], taskRuns: [aTaskRun()] });
      const ended = aRun({
        state: 'failed',
        endedAt: 1_763_700_000_009,
        because: 'extract',
        counts: { failed: 1 },
        lastOffset: 9,
      });
      const held = aTaskRun({ state: 'held', reason: 'its worker was lost', error: null });
      await write({ runs: [ended], taskRuns: [held] });
      expect(await model.reads.findRun('run-1')).toEqual(ended);
      expect(await model.reads.listTaskRuns('run-1')).toEqual([held]);
    });

    it('lets all rows of a run make way when a run begins under its id', async () => {
      await write({ begun: [aRun()], taskRuns: [aTaskRun({ task: 'old' })] });
      const again = aRun({ version: 4 });
      await write({ begun: [again], taskRuns: [aTaskRun({ task: 'new' })] });
      expect(await model.reads.findRun('run-1')).toEqual(again);
      expect((await model.reads.listTaskRuns('run-1')).map(({ task }) => task)).toEqual(['new']);
    });

    describe('in lists', () => {
      const runs: readonly RunRow[] = [
        aRun({ id: 'a', startedAt: 10, state: 'succeeded' }),
        aRun({ id: 'b', startedAt: 20, state: 'failed', workflow: 'hourly' }),
        aRun({ id: 'c', startedAt: 20, state: 'running' }),
        aRun({ id: 'd', startedAt: 30, state: 'succeeded', project: 'other' }),
        aRun({ id: 'e', startedAt: 30, state: 'failed' }),
      ];

      beforeEach(() => write({ begun: runs }));

      it('begins with the newest, and of one millisecond with the highest id', async () => {
        expect(await ids({})).toEqual(['e', 'd', 'c', 'b', 'a']);
      });

      it('keeps to project, workflow and states', async () => {
        expect(await ids({ project: 'demo' })).toEqual(['e', 'c', 'b', 'a']);
        expect(await ids({ project: 'demo', workflow: 'hourly' })).toEqual(['b']);
        expect(await ids({ states: ['failed', 'running', 'failed'] })).toEqual(['e', 'c', 'b']);
        expect(await ids({ project: 'demo', workflow: 'nightly', states: ['succeeded'] })).toEqual(['a']);
      });

      it('keeps to times of start, both ends excluded', async () => {
        expect(await ids({ startedAfter: 10, startedBefore: 30 })).toEqual(['c', 'b']);
      });

      it('refuses a workflow without its project', async () => {
        await expect(ids({ workflow: 'hourly' })).rejects.toThrow('without their project');
      });

      it.each([{}, { states: ['failed', 'succeeded', 'running'] as const }, { project: 'demo' }])(
        'gives every run once over the pages of %o',
        async (filter) => {
          const seen: string[] = [];
          let cursor: RunListQuery['cursor'];
          do {
            const page = await model.reads.listRuns({ ...filter, limit: 2, ...(cursor ? { cursor } : {}) });
            seen.push(...page.runs.map(({ id }) => id));
            cursor = page.next ?? undefined;
          } while (cursor);
          expect(seen).toEqual(await ids(filter));
        },
      );

      it('has no next page when the last run is on this one', async () => {
        expect((await model.reads.listRuns({ limit: 5 })).next).toBeNull();
        expect((await model.reads.listRuns({ limit: 4 })).next).toEqual({ startedAt: 20, id: 'b' });
      });

      it('counts by state', async () => {
        expect(await model.reads.countRuns({})).toEqual({ succeeded: 2, failed: 2, running: 1 });
        expect(await model.reads.countRuns({ project: 'demo', states: ['failed', 'paused'] })).toEqual({
          failed: 2,
        });
      });
    });

    describe('of commands that were not accepted', () => {
      const found = (command: number) => model.reads.findRejection({ partition: 0, command });

      it('gives back a row by its place and by its name, with every column as it was written', async () => {
        const repeat = aRejection({ command: 9, source: null, id: null, code: 'DUPLICATE', details: null });
        await write({ rejections: [aRejection(), repeat] });
        expect(await found(7)).toEqual(aRejection());
        expect(await found(9)).toEqual(repeat);
        expect(await model.reads.findNamedRejection({ source: '/api', id: 'one' })).toEqual(aRejection());
      });

      it('knows nothing of others', async () => {
        await write({ rejections: [aRejection()] });
        expect(await found(8)).toBeUndefined();
        expect(await model.reads.findRejection({ partition: 1, command: 7 })).toBeUndefined();
        expect(await model.reads.findNamedRejection({ source: '/api', id: 'two' })).toBeUndefined();
      });

      it('lets the outcome take the place of the row that says parked', async () => {
        const parked = aRejection({ source: null, id: null, code: 'PARKED', details: null });
        await write({ rejections: [parked, aRejection({ ...parked, command: 8 })] });
        await write({ rejections: [aRejection()], unparked: [{ partition: 0, command: 8 }] });
        expect([await found(7), await found(8)]).toEqual([aRejection(), undefined]);
      });

      it('forgets what is seven days older than the newest of its partition', async () => {
        const week = 7 * 24 * 3_600_000;
        const { decidedAt } = aRejection();
        await write({ rejections: [aRejection({ decidedAt: decidedAt - 1 }), aRejection({ command: 8 })] });
        await write({ rejections: [aRejection({ command: 9, decidedAt: decidedAt + week })] });
        expect([await found(7), await found(8)]).toEqual([undefined, aRejection({ command: 8 })]);
      });

      it('counts them in the hash of all rows', async () => {
        const empty = await model.writes.rowsHash();
        await write({ rejections: [aRejection()] });
        expect(await model.writes.rowsHash()).not.toBe(empty);
      });
    });

    it('moves rows and position together, and neither when the position is not the expected one', async () => {
      await write({ begun: [aRun()] });
      const stale: ProjectionBatch = {
        from: undefined,
        to: positionAt(7),
        begun: [aRun({ id: 'run-2' })],
        runs: [],
        taskRuns: [],
        rejections: [],
        unparked: [],
      };
      await expect(model.writes.commit(stale)).rejects.toThrow(PositionConflictError);
      await expect(model.writes.commit({ ...stale, from: positionAt(2) })).rejects.toThrow(
        PositionConflictError,
      );
      expect(await model.reads.findRun('run-2')).toBeUndefined();
      expect(await model.reads.foldPositions()).toEqual([positionAt(1)]);
    });

    it('keeps a position for each partition', async () => {
      await write({});
      const other = positionAt(4, { partition: 3, commands: 2 });
      await model.writes.commit({
        from: undefined,
        to: other,
        begun: [],
        runs: [],
        taskRuns: [],
        rejections: [],
        unparked: [],
      });
      expect(await model.reads.foldPositions()).toEqual([positionAt(1), other]);
      expect(await model.writes.position(3)).toEqual(other);
      expect(await model.writes.position(1)).toBeUndefined();
    });

    it('is empty after a reset', async () => {
      const empty = await model.writes.rowsHash();
      await write({ begun: [aRun()], taskRuns: [aTaskRun()], rejections: [aRejection()] });
      await model.writes.reset();
      expect(await model.reads.findRun('run-1')).toBeUndefined();
      expect(await model.reads.foldPositions()).toEqual([]);
      expect(await model.writes.rowsHash()).toBe(empty);
    });

    it('has one hash for equal rows, in whatever order they and their keys came', async () => {
      const twice = [aRun({ labels: { a: '1', b: '2' } }), aRun({ id: 'run-2' })];
      await write({ begun: twice, taskRuns: [aTaskRun()] });
      const hash = await model.writes.rowsHash();
      await model.writes.reset();
      position = undefined;
      await write({ begun: [aRun({ id: 'run-2' })] });
      await write({ begun: [aRun({ labels: { b: '2', a: '1' } })], taskRuns: [aTaskRun()] });
      expect(await model.writes.rowsHash()).toBe(hash);
      await write({ taskRuns: [aTaskRun({ attempt: 2 })] });
      expect(await model.writes.rowsHash()).not.toBe(hash);
    });
  });
}
