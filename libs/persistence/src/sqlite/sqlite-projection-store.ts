import { existsSync } from 'node:fs';
import type { StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import type { ProjectionBatch, StoredRun } from '../projection-store.js';
import { ProjectionStore } from '../projection-store.js';
import { forgetRejections } from '../queries/forget-rejections.js';
import { RowsHash } from '../rows-hash.js';
import type { FoldPosition } from '../rows/fold-position.js';
import { refuseOtherPosition } from '../rows/refuse-other-position.js';
import type { RejectionRow } from '../rows/rejection-row.js';
import type { RunRow } from '../rows/run-row.js';
import type { TaskRunRow } from '../rows/task-run-row.js';
import { foldStateTable } from '../tables/fold-state-table.js';
import { rejectionTable } from '../tables/rejection-table.js';
import { runTable } from '../tables/run-table.js';
import { TABLES } from '../tables/index.js';
import { taskRunTable } from '../tables/task-run-table.js';
import { readModelErrorOf } from './damage.js';
import { RowStatements } from './row-statements.js';

/** Rows and position roll back together, so the read model need not be as durable as the log (hot-path 7). */
const PRAGMAS =
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1000;' +
  'PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;';

/** Writes the read model in an SQLite file by prepared statements, one a row (hot-path 9). */
export class SqliteProjectionStore extends ProjectionStore {
  /** A file has one writer at a time. */
  override readonly writers = 1;

  private readonly runs: RowStatements<RunRow>;
  private readonly tasks: RowStatements<TaskRunRow>;
  private readonly positions: RowStatements<FoldPosition>;
  private readonly rejections: RowStatements<RejectionRow>;
  private readonly findRun: StatementSync;
  private readonly findTasks: StatementSync;
  private readonly findPosition: StatementSync;
  private readonly forget: StatementSync;
  private readonly forgetOld: StatementSync;

  private constructor(
    private readonly db: DatabaseSync,
    private readonly file: string,
  ) {
    super();
    this.runs = new RowStatements<RunRow>(db, runTable);
    this.tasks = new RowStatements<TaskRunRow>(db, taskRunTable);
    this.positions = new RowStatements<FoldPosition>(db, foldStateTable);
    this.rejections = new RowStatements<RejectionRow>(db, rejectionTable);
    this.findRun = this.runs.select('WHERE id = ?');
    this.findTasks = this.tasks.select('WHERE run = ? ORDER BY task');
    this.findPosition = this.positions.select('WHERE log_partition = ?');
    this.forget = db.prepare('DELETE FROM rejection WHERE log_partition = ? AND command_offset = ?');
    this.forgetOld = db.prepare(forgetRejections(0).sql);
  }

  /** The file must have been opened as a read store before: that makes the tables. */
  static open(file: string): SqliteProjectionStore {
    if (!existsSync(file))
      throw new Error(`There is no read model ${file}: open it for reading first, that makes it.`);
    const db = new DatabaseSync(file, { timeout: 5000 });
    try {
      db.exec(PRAGMAS);
      return new SqliteProjectionStore(db, file);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  override position(partition: number): Promise<FoldPosition | undefined> {
    return this.guarded(() => this.storedPosition(partition));
  }

  override load(runs: readonly string[]): Promise<readonly StoredRun[]> {
    return this.guarded(() => runs.flatMap((id) => this.storedRun(id) ?? []));
  }

  override commit(batch: ProjectionBatch): Promise<void> {
    return this.transaction(() => {
      this.moveOn(batch);
      for (const run of batch.begun) this.begin(run);
      for (const run of batch.runs) this.runs.put(run);
      for (const task of batch.taskRuns) this.tasks.put(task);
      this.reject(batch);
    });
  }

  override reset(): Promise<void> {
    return this.transaction(() => {
      for (const { name } of TABLES) this.db.exec(`DELETE FROM ${name}`);
    });
  }

  override rowsHash(): Promise<string> {
    return this.guarded(() => {
      const hash = new RowsHash();
      addTable(hash, this.runs, 'ORDER BY id');
      addTable(hash, this.tasks, 'ORDER BY run, task');
      addTable(hash, this.rejections, 'ORDER BY log_partition, command_offset');
      return hash.digest();
    });
  }

  override async close(): Promise<void> {
    this.db.close();
  }

  private moveOn(batch: ProjectionBatch): void {
    refuseOtherPosition(this.storedPosition(batch.to.partition), batch);
    this.positions.put(batch.to);
  }

  private begin(run: RunRow): void {
    if (this.runs.add(run)) return;
    this.db.prepare('DELETE FROM task_run WHERE run = ?').run(run.id);
    this.db.prepare('DELETE FROM run WHERE id = ?').run(run.id);
    this.runs.add(run);
  }

  private reject({ rejections, unparked, to: { partition } }: ProjectionBatch): void {
    for (const { command } of unparked) this.forget.run(partition, command);
    for (const row of rejections) this.rejections.put(row);
    if (rejections.length > 0) this.forgetOld.run(...forgetRejections(partition).values);
  }

  private storedPosition(partition: number): FoldPosition | undefined {
    const row = this.findPosition.get(partition);
    return row && this.positions.read(row);
  }

  private storedRun(id: string): StoredRun | undefined {
    const row = this.findRun.get(id);
    if (!row) return undefined;
    return { run: this.runs.read(row), tasks: this.findTasks.all(id).map((task) => this.tasks.read(task)) };
  }

  private transaction(work: () => void): Promise<void> {
    return this.guarded(() => {
      this.db.exec('BEGIN IMMEDIATE');
      try {
        work();
        this.db.exec('COMMIT');
      } finally {
        if (this.db.isTransaction) this.db.exec('ROLLBACK');
      }
    });
  }

  private async guarded<T>(work: () => T): Promise<T> {
    try {
      return work();
    } catch (error) {
      throw readModelErrorOf(error, this.file);
    }
  }
}

function addTable<Row extends object>(hash: RowsHash, table: RowStatements<Row>, order: string): void {
  for (const row of table.select(order).iterate()) hash.add(table.read(row));
  hash.endTable();
}
