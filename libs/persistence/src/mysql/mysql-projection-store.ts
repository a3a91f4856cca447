import type { Pool } from 'mysql2';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { ProjectionBatch, StoredRun } from '../projection-store.js';
import { ProjectionStore } from '../projection-store.js';
import { forgetRejections } from '../queries/forget-rejections.js';
import type { FoldPosition } from '../rows/fold-position.js';
import { positionConflict, refuseOtherPosition } from '../rows/refuse-other-position.js';
import type { RejectionRow } from '../rows/rejection-row.js';
import type { RunRow } from '../rows/run-row.js';
import type { TaskRunRow } from '../rows/task-run-row.js';
import { foldStateTable } from '../tables/fold-state-table.js';
import { rejectionTable } from '../tables/rejection-table.js';
import { runTable } from '../tables/run-table.js';
import { taskRunTable } from '../tables/task-run-table.js';
import { hashOfRows } from './hash-of-rows.js';
import type { MysqlSettings } from './mysql-settings.js';
import { placeOf } from './mysql-settings.js';
import { errnoOf, readModelErrorOf } from './read-model-error-of.js';
import { RowStatements } from './row-statements.js';
import { withSchemaLock } from './schema-lock.js';
import { DUPLICATE_KEY, NO_SUCH_TABLE } from './server-faults.js';
import { connectionOptions, createSessionPool } from './session-pool.js';
import { EMPTY_TABLES } from './spare-tables.js';
import { inTransaction, onConnection, retried } from './transactions.js';

/** Milliseconds; dropping the files of large tables takes some of them. */
const ANSWER_MS = 120_000;

/** Keys that go into one statement. */
const KEYS = 1000;

const runs = new RowStatements<RunRow>(runTable);
const tasks = new RowStatements<TaskRunRow>(taskRunTable);
const positions = new RowStatements<FoldPosition>(foldStateTable);
const rejections = new RowStatements<RejectionRow>(rejectionTable);

/**
 * Writes the read model in a database of MySQL or MariaDB over one connection of its own, which is replaced when it is
 * lost; many rows a statement, because each costs a way to the server and back.
 */
export class MysqlProjectionStore extends ProjectionStore {
  private constructor(
    private readonly pool: Pool,
    private readonly settings: MysqlSettings,
  ) {
    super();
  }

  /** The database must have been opened as a read store before: that makes the tables. */
  static async open(settings: MysqlSettings): Promise<MysqlProjectionStore> {
    const options = { ...connectionOptions(settings), connectionLimit: 1 };
    const pool = createSessionPool(options, { access: 'READ WRITE', answerMs: ANSWER_MS });
    const store = new MysqlProjectionStore(pool, settings);
    try {
      await pool.promise().query(positions.select('LIMIT 0'));
      return store;
    } catch (error) {
      await store.close();
      if (errnoOf(error) !== NO_SUCH_TABLE) throw readModelErrorOf(error, settings);
      const where = placeOf(settings);
      throw new Error(`There is no read model in ${where}: open it for reading first, that makes it.`, {
        cause: error,
      });
    }
  }

  override position(partition: number): Promise<FoldPosition | undefined> {
    return this.guarded(() => onConnection(this.pool, (connection) => storedPosition(connection, partition)));
  }

  override load(ids: readonly string[]): Promise<readonly StoredRun[]> {
    return this.guarded(() => onConnection(this.pool, (connection) => storedRuns(connection, ids)));
  }

  override commit(batch: ProjectionBatch): Promise<void> {
    return this.guarded(() =>
      inTransaction(this.pool, async (connection) => {
        await moveOn(connection, batch);
        await makeWay(connection, batch.begun);
        await send(connection, runs.add(batch.begun));
        await send(connection, runs.put(batch.runs));
        await send(connection, tasks.put(batch.taskRuns));
        await reject(connection, batch);
      }),
    );
  }

  override reset(): Promise<void> {
    return this.guarded(() =>
      onConnection(this.pool, async (connection) => {
        const ask = async (sql: string, values: readonly unknown[]) =>
          (await connection.query<RowDataPacket[]>(sql, [...values]))[0];
        await withSchemaLock(ask, this.settings, () => send(connection, EMPTY_TABLES));
      }),
    );
  }

  override rowsHash(): Promise<string> {
    return this.guarded(() =>
      hashOfRows(this.pool, [
        { table: runs, order: 'ORDER BY id' },
        { table: tasks, order: 'ORDER BY run, task' },
        { table: rejections, order: 'ORDER BY log_partition, command_offset' },
      ]),
    );
  }

  override close(): Promise<void> {
    return this.pool.promise().end();
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await retried(work);
    } catch (error) {
      throw readModelErrorOf(error, this.settings);
    }
  }
}

/**
 * First of all, so that whoever writes the same partition waits here until this transaction ends, and finds another
 * position then. Where there is no row to lock yet, both add one, and the second is told that it is there.
 */
async function moveOn(connection: PoolConnection, batch: ProjectionBatch): Promise<void> {
  const stored = await storedPosition(connection, batch.to.partition, 'FOR UPDATE');
  refuseOtherPosition(stored, batch);
  try {
    await send(connection, stored ? positions.put([batch.to]) : positions.add([batch.to]));
  } catch (error) {
    throw errnoOf(error) === DUPLICATE_KEY ? positionConflict(undefined, batch) : error;
  }
}

async function makeWay(connection: PoolConnection, begun: readonly RunRow[]): Promise<void> {
  for (const ids of parts(begun.map(({ id }) => id))) {
    const [there] = await connection.query<RowDataPacket[]>('SELECT id FROM run WHERE id IN (?)', [ids]);
    if (there.length === 0) continue;
    const old = there.map(({ id }) => String(id));
    await connection.query('DELETE FROM task_run WHERE run IN (?)', [old]);
    await connection.query('DELETE FROM run WHERE id IN (?)', [old]);
  }
}

async function reject(connection: PoolConnection, batch: ProjectionBatch): Promise<void> {
  const { partition } = batch.to;
  for (const commands of parts(batch.unparked.map(({ command }) => command))) {
    const where = 'log_partition = ? AND command_offset IN (?)';
    await connection.query(`DELETE FROM rejection WHERE ${where}`, [partition, commands]);
  }
  await send(connection, rejections.put(batch.rejections));
  if (batch.rejections.length === 0) return;
  const { sql, values } = forgetRejections(partition);
  await connection.query(sql, values);
}

async function storedPosition(
  connection: PoolConnection,
  partition: number,
  lock = '',
): Promise<FoldPosition | undefined> {
  const sql = positions.select(`WHERE log_partition = ? ${lock}`);
  const [rows] = await connection.query<RowDataPacket[]>(sql, [partition]);
  return rows[0] && positions.read(rows[0]);
}

/** In the order asked for. */
async function storedRuns(connection: PoolConnection, ids: readonly string[]): Promise<readonly StoredRun[]> {
  const found = new Map<string, { readonly run: RunRow; readonly tasks: TaskRunRow[] }>();
  for (const part of parts(ids)) {
    const [runRows] = await connection.query<RowDataPacket[]>(runs.select('WHERE id IN (?)'), [part]);
    for (const row of runRows) {
      const run = runs.read(row);
      found.set(run.id, { run, tasks: [] });
    }
    const [taskRows] = await connection.query<RowDataPacket[]>(
      tasks.select('WHERE run IN (?) ORDER BY run, task'),
      [part],
    );
    for (const row of taskRows) {
      const task = tasks.read(row);
      found.get(task.run)?.tasks.push(task);
    }
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

async function send(connection: PoolConnection, statements: Iterable<string>): Promise<void> {
  for (const statement of statements) await connection.query(statement);
}

function* parts<T>(all: readonly T[]): Iterable<readonly T[]> {
  for (let start = 0; start < all.length; start += KEYS) yield all.slice(start, start + KEYS);
}
