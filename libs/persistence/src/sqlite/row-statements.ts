import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { EntitySchemaColumnOptions, EntitySchemaOptions } from 'typeorm';
import { bindable } from './node-sqlite-driver.js';

interface Column {
  readonly property: string;
  readonly name: string;
  readonly type: EntitySchemaColumnOptions['type'];
  readonly key: boolean;
  readonly changes: boolean;
}

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
    const row: Record<string, unknown> = {};
    for (const { property, type } of this.columns) row[property] = revived(stored[property], type);
    return row as Row;
  }

  private bind(row: Row): SQLInputValue[] {
    const values = row as Readonly<Record<string, unknown>>;
    return this.columns.map(({ property, type }) => {
      const value = values[property];
      return type === 'simple-json' && value !== null ? JSON.stringify(value) : bindable(value);
    });
  }
}

function columnsOf<Row>(table: EntitySchemaOptions<Row>): readonly Column[] {
  const described: readonly (readonly [string, EntitySchemaColumnOptions | undefined])[] = Object.entries(
    table.columns,
  );
  return described.flatMap(([property, options]) => {
    if (!options) return [];
    const { name = property, type, primary: key = false, update: changes = true } = options;
    return [{ property, name, type, key, changes }];
  });
}

/** Column names may be words of SQL. */
function quoted(name: string): string {
  return `"${name}"`;
}

function revived(value: unknown, type: EntitySchemaColumnOptions['type']): unknown {
  if (type === 'boolean') return value === 1;
  return type === 'simple-json' && typeof value === 'string' ? JSON.parse(value) : value;
}
