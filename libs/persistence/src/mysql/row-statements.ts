import { escape } from 'mysql2';
import type { EntitySchemaOptions } from 'typeorm';
import type { Column } from '../tables/stored-columns.js';
import { columnsOf, rowOf, storedValue } from '../tables/stored-columns.js';

/** Bytes of rows that go into one statement; servers take at least 4 MiB unless they were told otherwise. */
const STATEMENT_BYTES = 512 * 1024;

/** Texts of statements for the rows of one table, many rows a statement; made from the table's description. */
export class RowStatements<Row extends object> {
  private readonly columns: readonly Column[];
  private readonly into: string;
  private readonly unlessThere: string;

  constructor(private readonly table: EntitySchemaOptions<Row>) {
    this.columns = columnsOf(table);
    const names = this.columns.map(({ name }) => quoted(name));
    this.into = `INSERT INTO ${quoted(table.name)} (${names.join(', ')}) VALUES`;
    // MariaDB has no name for the new row, so the word that MySQL would rather not have any more.
    const changed = this.columns
      .filter(({ changes }) => changes)
      .map(({ name }) => `${quoted(name)} = VALUES(${quoted(name)})`);
    this.unlessThere = `ON DUPLICATE KEY UPDATE ${changed.join(', ')}`;
  }

  /** Writes rows that must not be there yet. */
  add(rows: Iterable<Row>): Iterable<string> {
    return this.statements(rows, '');
  }

  /** Writes rows whether they are there or not. Of those that are there, only the columns that may change. */
  put(rows: Iterable<Row>): Iterable<string> {
    return this.statements(rows, this.unlessThere);
  }

  /** A statement that gives whole rows, as stored; `read` makes rows of them. `rest`: WHERE, ORDER BY. */
  select(rest: string): string {
    const list = this.columns.map(({ property, name }) => `${quoted(name)} AS ${quoted(property)}`);
    return `SELECT ${list.join(', ')} FROM ${quoted(this.table.name)} ${rest}`;
  }

  read(stored: Readonly<Record<string, unknown>>): Row {
    return rowOf(this.columns, stored);
  }

  private *statements(rows: Iterable<Row>, ending: string): Iterable<string> {
    let tuples: string[] = [];
    let bytes = 0;
    for (const row of rows) {
      const tuple = `(${this.columns.map((column) => escape(storedValue(row, column))).join(', ')})`;
      const size = Buffer.byteLength(tuple);
      if (tuples.length > 0 && bytes + size > STATEMENT_BYTES) {
        yield `${this.into} ${tuples.join(', ')} ${ending}`;
        tuples = [];
        bytes = 0;
      }
      tuples.push(tuple);
      bytes += size;
    }
    if (tuples.length > 0) yield `${this.into} ${tuples.join(', ')} ${ending}`;
  }
}

/** Column names may be words of SQL. */
function quoted(name: string): string {
  return `\`${name}\``;
}
