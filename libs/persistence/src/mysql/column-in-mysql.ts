import type { EntitySchemaColumnOptions } from 'typeorm';

const jsonText = {
  to: (value: unknown) => (value === null ? null : JSON.stringify(value)),
  from: (value: string | null): unknown => (value === null ? null : JSON.parse(value)),
};

/**
 * A column as MySQL and MariaDB have it. JSON is kept as text, because their JSON types give back other numbers than
 * were written and take neither half of a surrogate pair; and as long text like all that no index holds, because the
 * shorter kinds end at 64 KiB, and the server keeps short texts in the row all the same.
 */
export function columnInMysql(column: EntitySchemaColumnOptions): EntitySchemaColumnOptions {
  if (column.type === 'simple-json') return { ...column, type: 'longtext', transformer: jsonText };
  const isLong = column.type === 'text' || (column.type === 'varchar' && column.length === undefined);
  return isLong ? { ...column, type: 'longtext' } : column;
}
