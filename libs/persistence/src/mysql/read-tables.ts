import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { StoredRun } from '../projection-store.js';
import type { FoldPosition } from '../rows/fold-position.js';
import type { RejectionRow } from '../rows/rejection-row.js';
import type { RunRow } from '../rows/run-row.js';
import type { TaskRunRow } from '../rows/task-run-row.js';
import { foldStateTable } from '../tables/fold-state-table.js';
import { rejectionTable } from '../tables/rejection-table.js';
import { runTable } from '../tables/run-table.js';
import { taskRunTable } from '../tables/task-run-table.js';
import { RowStatements } from './row-statements.js';
import { parts } from './send-statements.js';

/** The tables of one read model: those that are read, or those that are to take their places. */
export class ReadTables {
  readonly runs: RowStatements<RunRow>;
  readonly tasks: RowStatements<TaskRunRow>;
  readonly positions: RowStatements<FoldPosition>;
  readonly rejections: RowStatements<RejectionRow>;

  /** `suffix`: what all their names end with. */
  constructor(private readonly suffix = '') {
    this.runs = new RowStatements<RunRow>({ ...runTable, name: this.named('run') });
    this.tasks = new RowStatements<TaskRunRow>({ ...taskRunTable, name: this.named('task_run') });
    this.positions = new RowStatements<FoldPosition>({ ...foldStateTable, name: this.named('fold_state') });
    this.rejections = new RowStatements<RejectionRow>({ ...rejectionTable, name: this.named('rejection') });
  }

  named(table: 'run' | 'task_run' | 'fold_state' | 'rejection'): string {
    return `${table}${this.suffix}`;
  }

  async storedPosition(
    connection: PoolConnection,
    partition: number,
    lock = '',
  ): Promise<FoldPosition | undefined> {
    const sql = this.positions.select(`WHERE log_partition = ? ${lock}`);
    const [rows] = await connection.query<RowDataPacket[]>(sql, [partition]);
    return rows[0] && this.positions.read(rows[0]);
  }

  async allPositions(connection: PoolConnection): Promise<readonly FoldPosition[]> {
    const [rows] = await connection.query<RowDataPacket[]>(this.positions.select('ORDER BY log_partition'));
    return rows.map((row) => this.positions.read(row));
  }

  /** In the order asked for. */
  async storedRuns(connection: PoolConnection, ids: readonly string[]): Promise<readonly StoredRun[]> {
    const found = new Map<string, { readonly run: RunRow; readonly tasks: TaskRunRow[] }>();
    for (const part of parts(ids)) {
      const [runRows] = await connection.query<RowDataPacket[]>(this.runs.select('WHERE id IN (?)'), [part]);
      for (const row of runRows) {
        const run = this.runs.read(row);
        found.set(run.id, { run, tasks: [] });
      }
      const [taskRows] = await connection.query<RowDataPacket[]>(
        this.tasks.select('WHERE run IN (?) ORDER BY run, task'),
        [part],
      );
      for (const row of taskRows) {
        const task = this.tasks.read(row);
        found.get(task.run)?.tasks.push(task);
      }
    }
    return ids.flatMap((id) => found.get(id) ?? []);
  }
}
