import type { DocumentPath, JsonRecord } from './document-path.js';
import { isRecord, valueAt } from './document-path.js';
import { keepDoubles } from './keep-doubles.js';
import type { Extensions } from './workflow-definition.js';
import { LOGIC_TASK_TYPES } from './workflow-definition.js';
import { logicSettings } from './logic-task-types.js';
import type { ProblemSink } from './problem-sink.js';
import type { Issue } from './report-issues.js';
import { ISSUE_TEXTS, pathOf, reportIssues } from './report-issues.js';
import { splitExtensions } from './split-extensions.js';
import type { TaskTypeSpec } from './task-type-spec.js';
import { isSingleTemplate, isTemplate } from './template-text.js';

export interface ReadSettings {
  /** What the executor gets. */
  readonly settings: JsonRecord;
  /** The `x-…` keys between them. */
  readonly extensions: Extensions;
}

/**
 * Checks a task type's own keys by its schema. Values with `${{ }}` are not known yet, so what the schema says about
 * such a value is dropped: everything if it is exactly one `${{ }}` (its value may have any type), all but a wrong type
 * if other text stands around it (then it is text). The worker checks again when it has evaluated them.
 *
 * The settings stay as they are written: defaults are the type's own business and are filled in by the worker. Only the
 * logic types, which have no worker, get theirs here, and doubles are kept where they count.
 */
export function readSettings(
  spec: TaskTypeSpec,
  written: JsonRecord,
  place: { readonly sink: ProblemSink; readonly path: DocumentPath },
): ReadSettings {
  const { own, extensions } = splitExtensions(written, spec.settings);
  const result = spec.settings.safeParse(own, ISSUE_TEXTS);
  const issues = (result.error?.issues ?? []).filter((issue) => !isUnknown(issue, own));
  reportIssues(issues, { ...place, value: own, schema: spec.settings });
  const logic = LOGIC_TASK_TYPES.has(spec.type);
  const settings = logic ? (logicSettings(spec.type, own) ?? own) : keepDoubles(spec, own, place);
  return { settings, extensions };
}

function isUnknown(issue: Issue, value: JsonRecord): boolean {
  const path = pathOf(issue);
  const place = valueAt(value, path);
  if (isTemplate(place)) return issue.code !== 'invalid_type' || isSingleTemplate(place);
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return false;
  const inner = isRecord(place) || Array.isArray(place) ? place : undefined;
  return (
    inner !== undefined && issue.errors.some((part) => part.every((one) => isUnknownInside(one, value, path)))
  );
}

function isUnknownInside(issue: Issue, value: JsonRecord, path: DocumentPath): boolean {
  return isUnknown({ ...issue, path: [...path, ...issue.path] }, value);
}
