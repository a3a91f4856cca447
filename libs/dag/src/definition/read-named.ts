import type { z } from 'zod';
import type { DocumentPath, JsonRecord } from './document-path.js';
import type { ProblemSink } from './problem-sink.js';
import { reportKeyIssues } from './report-issues.js';
import type { JsonValue } from './workflow-definition.js';

/** Entries of a map whose keys are names, those with a refused name left out and reported. */
export function readNamed(
  sink: ProblemSink,
  path: DocumentPath,
  record: JsonRecord,
  nameSchema: z.ZodType<string>,
): readonly (readonly [string, JsonValue])[] {
  return Object.entries(record).filter(([name]) => {
    const result = nameSchema.safeParse(name);
    if (result.success) return true;
    reportKeyIssues(result.error.issues, { sink, path, value: record, schema: nameSchema }, [name]);
    return false;
  });
}
