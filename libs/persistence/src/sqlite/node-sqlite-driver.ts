import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';

interface DriverOptions {
  readonly readonly?: boolean;
  /** How long to wait for another connection's lock, milliseconds. */
  readonly timeout?: number;
}

type Row = Record<string, unknown>;

/** SQLite of Node in the shape that TypeORM's driver `better-sqlite3` expects; only what that driver calls. */
export class NodeSqliteDatabase {
  private readonly db: DatabaseSync;

  constructor(path: string, { readonly = false, timeout = 5000 }: DriverOptions) {
    this.db = new DatabaseSync(path, { readOnly: readonly, timeout });
  }

  prepare(sql: string): NodeSqliteStatement {
    return new NodeSqliteStatement(this.db.prepare(sql));
  }

  exec(sql: string): this {
    this.db.exec(sql);
    return this;
  }

  pragma(text: string): readonly Row[] {
    return this.prepare(`PRAGMA ${text}`).all();
  }

  close(): void {
    this.db.close();
  }
}

class NodeSqliteStatement {
  /** It gives rows. */
  readonly reader: boolean;

  constructor(private readonly statement: StatementSync) {
    this.reader = statement.columns().length > 0;
  }

  all(...values: readonly unknown[]): readonly Row[] {
    return this.statement.all(...values.map(bindable)).map(plain);
  }

  get(...values: readonly unknown[]): Row | undefined {
    const row = this.statement.get(...values.map(bindable));
    return row && plain(row);
  }

  run(...values: readonly unknown[]): ReturnType<StatementSync['run']> {
    return this.statement.run(...values.map(bindable));
  }
}

/** Rows of Node's SQLite have no prototype, and TypeORM calls methods of it. */
function plain(row: Row): Row {
  return { ...row };
}

/** Node's SQLite knows neither booleans nor undefined. */
export function bindable(value: unknown): SQLInputValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`SQLite takes no ${typeof value}.`);
}
