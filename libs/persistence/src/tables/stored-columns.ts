import type { EntitySchemaColumnOptions, EntitySchemaOptions } from 'typeorm';
import { wholeNumber } from './column-kinds.js';

export interface Column {
  readonly property: string;
  /** In the database; may be a word of SQL. */
  readonly name: string;
  readonly type: EntitySchemaColumnOptions['type'];
  readonly key: boolean;
  /** Written also where the row is there already. */
  readonly changes: boolean;
}

export function columnsOf<Row>(table: EntitySchemaOptions<Row>): readonly Column[] {
  const described: readonly (readonly [string, EntitySchemaColumnOptions | undefined])[] = Object.entries(
    table.columns,
  );
  return described.flatMap(([property, options]) => {
    if (!options) return [];
    const { name = property, type, primary: key = false, update: changes = true } = options;
    return [{ property, name, type, key, changes }];
  });
}

export type StoredValue = string | number | boolean | null;

/** A column of a row in the form in which databases hold it; drivers know the rest. */
export function storedValue(row: object, { property, type }: Column): StoredValue {
  const value = (row as Readonly<Record<string, unknown>>)[property];
  if (value === null || value === undefined) return null;
  if (type === 'simple-json') return JSON.stringify(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new TypeError(`The column ${property} takes no ${typeof value}.`);
}

/** The row that was stored. Throws SyntaxError and UnreadableColumnError where it is none that we wrote. */
export function rowOf<Row extends object>(
  columns: readonly Column[],
  stored: Readonly<Record<string, unknown>>,
): Row {
  const row: Record<string, unknown> = {};
  for (const { property, type } of columns) row[property] = revived(stored[property], type);
  return row as Row;
}

function revived(value: unknown, type: Column['type']): unknown {
  if (type === 'boolean') return value === 1;
  if (type === 'bigint') return wholeNumber.from(value as number | string | null);
  return type === 'simple-json' && typeof value === 'string' ? JSON.parse(value) : value;
}
