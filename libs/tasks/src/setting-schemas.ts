import { z } from 'zod';
import { isScalarValue } from './setting-values.js';

/** Text that holds an expression: what a file has in the place of any setting, until the worker evaluates it. */
const expressionText = z.string().regex(/\$\{\{/);

/** The setting itself, or in a file an expression that gives it. */
export function orExpression<Schema extends z.ZodType>(
  schema: Schema,
): z.ZodUnion<[Schema, typeof expressionText]> {
  return z.union([schema, expressionText]);
}

/** Text or anything that has one text: number, boolean, date … Null counts as not given. */
export const scalarSetting = z
  .unknown()
  .refine(isScalarValue, 'Write text, a number, true or false; lists and maps have no place here.')
  .meta({ type: ['string', 'number', 'boolean', 'null'] });
