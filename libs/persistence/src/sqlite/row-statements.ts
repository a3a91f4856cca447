import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EntitySchemaOptions } from 'typeorm';
import type { Column } from '../tables/stored-columns.js';
import { columnsOf, rowOf, storedValue } from '../tables/stored-columns.js';
import { bindable } from './node-sqlite-driver.js';

/** Prepared statements for the rows of one table, one statement a row; made from the table's description. */
export class RowStatements<Row extends object> {
  private readonly columns: readonly Column[];
  private readonly insert: StatementSync;
  private readonly write: StatementSync;

  constructor(
    private readonly db: DatabaseSync,
    private readonly table: EntitySchemaOptions<Row>,
  ) {
    this.columns = columnsOf(table);
    const names = this.columns.map(({ name }) => quoted(name));
    const keys = this.columns.filter(({ key }) => key).map(({ name }) => quoted(name));
    const changed = this.columns
      .filter(({ changes }) => changes)
      .map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`);
    const insert = `INSERT INTO ${table.name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    const conflict = `ON CONFLICT (${keys.join(', ')}) DO`;
    this.insert = db.prepare(`${insert} ${conflict} NOTHING`);
    this.write = db.prepare(`${insert} ${conflict} UPDATE SET ${changed.join(', ')}`);
  }

  /** Writes a row that must not be there yet. False: it is, and nothing was written. */
  add(row: Row): boolean {
    return this.insert.run(...this.bind(row)).changes === 1;
  }

  /** Writes a row whether it is there or not. Of one that is there, only the columns that may change. */
  put(row: Row): void {
    this.write.run(...this.bind(row));
  }

  /** A statement that gives whole rows, as stored; `read` makes rows of them. `rest`: WHERE, ORDER BY. */
  select(rest: string): StatementSync {
    const list = this.columns.map(({ property, name }) => `${quoted(name)} AS ${quoted(property)}`);
    return this.db.prepare(`SELECT ${list.join(', ')} FROM ${this.table.name} ${rest}`);
  }

  read(stored: Readonly<Record<string, unknown>>): Row {
    return rowOf(this.columns, stored);
  }

  private bind(row: Row): ReturnType<typeof bindable>[] {
    return this.columns.map((column) => bindable(storedValue(row, column)));
  }
}

/** Column names may be words of SQL. */
function quoted(name: string): string {
  return `"${name}"`;
}
