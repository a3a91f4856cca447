import { describeIssue, durationSchema } from '@millrace/dag';
import { z } from 'zod';
import { isDurationValue, isScalarValue } from './setting-values.js';

/*
 * A schema of settings says what holds once expressions are evaluated: in a file, any setting may be text with `${{ }}`
 * instead, and the validator knows that by itself.
 */

/** One of a few words. Says the same to the writer of a file and, after evaluation, in the run. */
export function wordSetting<const Words extends readonly string[]>(
  words: Words,
): z.ZodEnum<{ [Word in Words[number]]: Word }> {
  return z.enum(words, { error: describeIssue });
}

/** True or false. */
export const flagSetting = z.boolean({ error: describeIssue });

/** Text or anything that has one text: number, boolean, date … Null counts as not given. */
export const scalarSetting = z
  .unknown()
  .refine(isScalarValue, 'Write text, a number, true or false; lists and maps have no place here.')
  .meta({ type: ['string', 'number', 'boolean', 'null'] });

/** Text such as `30s`, or a duration that an expression gave. Null counts as not given. */
export const durationSetting = z
  .unknown()
  .superRefine((setting, context) => {
    if (setting === undefined || setting === null || isDurationValue(setting)) return;
    for (const issue of durationSchema.safeParse(setting).error?.issues ?? []) {
      const params = issue.code === 'custom' ? issue.params : undefined;
      context.addIssue({ code: 'custom', message: issue.message, ...(params ? { params } : {}) });
    }
  })
  .meta({ ...durationSchema.meta(), type: ['string', 'null'] });
