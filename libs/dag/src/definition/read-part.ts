import type { z } from 'zod';
import type { DocumentPath, JsonRecord } from './document-path.js';
import { bareRecord, isRecord, valueAt } from './document-path.js';
import { kindOf } from './describe-issue.js';
import type { ProblemSink } from './problem-sink.js';
import { quoteText } from './quote-text.js';
import type { Issue } from './report-issues.js';
import { ISSUE_TEXTS, pathOf, reportIssues } from './report-issues.js';
import { splitExtensions } from './split-extensions.js';
import { isTemplate } from './template-text.js';
import type { Extensions, JsonValue } from './workflow-definition.js';

export interface PartOptions {
  readonly sink: ProblemSink;
  readonly path: DocumentPath;
  /** Keys that are known here beside those of the schema. */
  readonly otherKeys?: readonly string[];
}

export interface Part<T> {
  /** What of the value is in order. */
  readonly data: Partial<T>;
  /** Keys that were written but are not in order. */
  readonly broken: ReadonlySet<string>;
  /** The `x-…` keys, see `split-extensions.ts`. */
  readonly extensions: Extensions;
}

/**
 * Reads one map by its schema and reports what is wrong with it; keys that are in order survive, so that later checks
 * can go on with them. `x-…` keys are told apart.
 */
export function readPart<T>(
  schema: z.ZodObject<z.core.$ZodLooseShape, z.core.$strict> & z.ZodType<T>,
  value: JsonValue,
  options: PartOptions,
): Part<T> {
  const { own: record, extensions } = splitExtensions(asRecord(value, options), schema);
  const result = schema.safeParse(record, ISSUE_TEXTS);
  if (result.success) return { data: result.data, broken: new Set(), extensions };
  // A `${{ }}` in the wrong place is told as such (check-template-places.ts), not as a value of the wrong form.
  const told = result.error.issues.filter((issue) => !isTemplate(valueAt(record, pathOf(issue))));
  reportIssues(told, { ...options, value: record, schema });
  const broken = new Set(result.error.issues.flatMap(concernedKeys));
  const sound = bareRecord(Object.entries(record).filter(([key]) => !broken.has(key)));
  const partial = schema.partial().safeParse(sound);
  return { data: partial.success ? (partial.data as Partial<T>) : {}, broken, extensions };
}

function concernedKeys(issue: Issue): readonly string[] {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) return issue.keys;
  return issue.path.slice(0, 1).map(String);
}

/** The value as a map; anything else is reported and counts as an empty one. */
export function asRecord(value: JsonValue, { sink, path }: Pick<PartOptions, 'sink' | 'path'>): JsonRecord {
  if (isRecord(value)) return value;
  const what = path.length === 0 ? 'The workflow' : quoteText(path.join('.'));
  const hint =
    value === null && path.length > 0 ? { hint: 'leave the key out or write what belongs under it' } : {};
  sink.add('INVALID_TYPE', path, `${what} must be a map, not ${kindOf(value)}.`, hint);
  return {};
}
