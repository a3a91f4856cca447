import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { ProjectionBatch } from '../projection-store.js';
import { forgetRejections } from '../queries/forget-rejections.js';
import { positionConflict, refuseOtherPosition } from '../rows/refuse-other-position.js';
import type { RunRow } from '../rows/run-row.js';
import { errnoOf } from './read-model-error-of.js';
import type { ReadTables } from './read-tables.js';
import { parts, send } from './send-statements.js';
import { DUPLICATE_KEY } from './server-faults.js';

/** Waits while another read model takes the place of this one: not before that is it known which tables these are. */
const PASS_GATE = 'SELECT id FROM projection_gate WHERE id = 1 LOCK IN SHARE MODE';

/** Writes batches into the tables of one read model. */
export class BatchWriter {
  /** `gated`: the tables are read, and others may take their places. */
  constructor(
    readonly tables: ReadTables,
    private readonly gated: boolean,
  ) {}

  /** In a transaction. Throws PositionConflictError. */
  async write(connection: PoolConnection, batch: ProjectionBatch): Promise<void> {
    const { runs, tasks } = this.tables;
    if (this.gated) await connection.query(PASS_GATE);
    await this.moveOn(connection, batch);
    await this.makeWay(connection, batch.begun);
    await send(connection, runs.add(batch.begun));
    await send(connection, runs.put(batch.runs));
    await send(connection, tasks.put(batch.taskRuns));
    await this.reject(connection, batch);
  }

  /**
   * Before any row, so that whoever writes the same partition waits here until this transaction ends, and finds another
   * position then. Where there is no row to lock yet, both add one, and the second is told that it is there.
   */
  private async moveOn(connection: PoolConnection, batch: ProjectionBatch): Promise<void> {
    const { positions } = this.tables;
    const stored = await this.tables.storedPosition(connection, batch.to.partition, 'FOR UPDATE');
    refuseOtherPosition(stored, batch);
    try {
      await send(connection, stored ? positions.put([batch.to]) : positions.add([batch.to]));
    } catch (error) {
      throw errnoOf(error) === DUPLICATE_KEY ? positionConflict(undefined, batch) : error;
    }
  }

  private async makeWay(connection: PoolConnection, begun: readonly RunRow[]): Promise<void> {
    const [run, taskRun] = [this.tables.named('run'), this.tables.named('task_run')];
    for (const ids of parts(begun.map(({ id }) => id))) {
      const [there] = await connection.query<RowDataPacket[]>(`SELECT id FROM ${run} WHERE id IN (?)`, [ids]);
      if (there.length === 0) continue;
      const old = there.map(({ id }) => String(id));
      await connection.query(`DELETE FROM ${taskRun} WHERE run IN (?)`, [old]);
      await connection.query(`DELETE FROM ${run} WHERE id IN (?)`, [old]);
    }
  }

  private async reject(connection: PoolConnection, batch: ProjectionBatch): Promise<void> {
    const { partition } = batch.to;
    const table = this.tables.named('rejection');
    for (const commands of parts(batch.unparked.map(({ command }) => command))) {
      const where = 'log_partition = ? AND command_offset IN (?)';
      await connection.query(`DELETE FROM ${table} WHERE ${where}`, [partition, commands]);
    }
    await send(connection, this.tables.rejections.put(batch.rejections));
    if (batch.rejections.length === 0) return;
    const { sql, values } = forgetRejections(partition, table);
    await connection.query(sql, values);
  }
}
