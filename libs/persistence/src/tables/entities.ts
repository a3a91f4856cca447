import type { EntitySchemaColumnOptions, EntitySchemaOptions } from 'typeorm';
import { EntitySchema } from 'typeorm';
import { TABLES } from './index.js';

type Table = EntitySchemaOptions<Record<string, unknown>>;
type InDialect = (column: EntitySchemaColumnOptions) => EntitySchemaColumnOptions;

/** The tables for TypeORM, each column as one database has it. */
export function entitiesOf(inDialect: InDialect, tables: readonly Table[] = TABLES): EntitySchema[] {
  return tables.map((table) => {
    const columns: readonly (readonly [string, EntitySchemaColumnOptions | undefined])[] = Object.entries(
      table.columns,
    );
    return new EntitySchema({
      ...table,
      columns: Object.fromEntries(
        columns.flatMap(([property, column]) => (column ? [[property, inDialect(column)]] : [])),
      ),
    });
  });
}
