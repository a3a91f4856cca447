import { z } from 'zod';

/** Entries that a list gives when `limit` is not set, and at most (reliability-security §5, S23). */
export const PAGE_DEFAULT = 50;
export const PAGE_MAX = 200;

const SLUG = /^(?!__proto__$|constructor$|prototype$)[a-z0-9][a-z0-9_-]*$/;
const TASK_NAME = /^(?!__proto__$|constructor$|prototype$)[A-Za-z_][A-Za-z0-9_-]*$/;
const RUN_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Name of a project or a workflow: small letters, digits, `_` and `-`, at most 63 characters. */
export const slug = z.string().max(63).regex(SLUG);
export const taskName = z.string().max(127).regex(TASK_NAME);
/** Id of a run, a UUID that names its home partition. */
export const runId = z.string().regex(RUN_ID);

/** ISO 8601 in UTC with milliseconds. */
export const time = z.iso.datetime({ precision: 3 });
/** A time as clients send it: ISO 8601 with an offset or Z. */
export const anyTime = z.iso.datetime({ offset: true });

/** Any JSON value. */
export const json = z.unknown();
export const jsonRecord = z.record(z.string(), json);
export const labels = z.record(z.string().min(1).max(127), z.string().max(256));

/** Says where an outcome stands; sent back as `X-Consistency-Position` it makes a read wait for it. */
export const position = z.string().max(128);

/** Present and true when the answer may lack what the position asked for. */
export const stale = z.literal(true).optional();

/** A whole number in a query string. */
export function queryInteger(min: number, max: number) {
  return z
    .custom<number | string>((value) => /^\d{1,15}$/.test(String(value)), {
      error: 'a whole number is expected',
    })
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .meta({ type: 'integer', minimum: min, maximum: max });
}

/** `true` or `false` in a query string. */
export const queryFlag = z
  .custom<boolean | 'true' | 'false'>((value) => /^(true|false)$/.test(String(value)), {
    error: 'true or false is expected',
  })
  .transform((value) => String(value) === 'true')
  .meta({ type: 'boolean' });

/** What every list takes. */
export const pageQuery = {
  limit: queryInteger(1, PAGE_MAX).optional().describe(`entries at most, default ${PAGE_DEFAULT}`),
  cursor: z.string().max(1024).optional().describe('`nextCursor` of the page before'),
};

/** A page of a list; `nextCursor` is null on the last. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), stale });
}
