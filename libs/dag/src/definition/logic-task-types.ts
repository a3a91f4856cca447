import { z } from 'zod';
import type { DocumentPath, JsonRecord } from './document-path.js';
import { isList, valueAt } from './document-path.js';
import { taskNameSchema } from './name-schemas.js';
import type { TaskTypeSpec } from './task-type-spec.js';
import type { TextAt } from './template-text.js';
import type { ConditionsSettings, JsonValue, SwitchSettings } from './workflow-definition.js';

const successorsSchema = z.array(taskNameSchema);

const caseSchema = z.strictObject({
  if: z.string().meta({ description: 'CEL; the first case that is true wins.' }),
  then: successorsSchema.meta({ description: 'Direct successors that run in this case.' }),
});

const switchSchema = z.strictObject({
  cases: z.array(caseSchema).min(1).meta({ description: 'Tried in their order.' }),
  else: successorsSchema
    .optional()
    .meta({ description: 'Direct successors that run when no case is true.', default: [] }),
});

const conditionsSchema = z.strictObject({
  when: z.string().meta({ description: 'CEL over the states of the needs.' }),
  success: successorsSchema
    .optional()
    .meta({ description: 'Direct successors that run when it is true.', default: [] }),
  failure: successorsSchema
    .optional()
    .meta({ description: 'Direct successors that run when it is false.', default: [] }),
});

export const switchType: TaskTypeSpec = {
  type: 'switch',
  summary: 'Chooses among its direct successors by the first case that is true.',
  settings: switchSchema,
  codeKeys: [],
};

export const conditionsType: TaskTypeSpec = {
  type: 'conditions',
  summary: 'Chooses among its direct successors by the states of its needs, and handles their failures.',
  settings: conditionsSchema,
  codeKeys: [],
};

/** The types that the master decides by itself; every list of task types begins with them. */
export const LOGIC_TASK_TYPE_SPECS: readonly TaskTypeSpec[] = [switchType, conditionsType];

/** Settings of a `switch` task with every default filled in; undefined when they do not fit. */
export function parseSwitchSettings(settings: unknown): SwitchSettings | undefined {
  const { data } = switchSchema.safeParse(settings);
  return data && { cases: data.cases, else: data.else ?? [] };
}

/** Settings of a `conditions` task with every default filled in; undefined when they do not fit. */
export function parseConditionsSettings(settings: unknown): ConditionsSettings | undefined {
  const { data } = conditionsSchema.safeParse(settings);
  return data && { when: data.when, success: data.success ?? [], failure: data.failure ?? [] };
}

/** Settings of a logic task as plain JSON, defaults filled in; undefined when they do not fit or for other types. */
export function logicSettings(type: string, settings: unknown): Record<string, JsonValue> | undefined {
  if (type === 'switch') {
    const parsed = parseSwitchSettings(settings);
    return parsed && { cases: parsed.cases.map((entry) => ({ ...entry })), else: parsed.else };
  }
  if (type !== 'conditions') return undefined;
  const parsed = parseConditionsSettings(settings);
  return parsed && { ...parsed };
}

/** A list of direct successors in the settings of a logic task, with its place below the task. */
export interface BranchList {
  readonly path: DocumentPath;
  readonly names: readonly string[];
}

/** All branches of a logic task, as far as they are lists of names; none for other types. */
export function branchLists(type: string, settings: JsonRecord): readonly BranchList[] {
  if (type === 'conditions') return [...listAt(settings, ['success']), ...listAt(settings, ['failure'])];
  if (type !== 'switch') return [];
  const cases = isList(settings.cases) ? settings.cases : [];
  return [
    ...cases.flatMap((_, index) => listAt(settings, ['cases', index, 'then'])),
    ...listAt(settings, ['else']),
  ];
}

function listAt(settings: JsonRecord, path: DocumentPath): readonly BranchList[] {
  const value = valueAt(settings, path);
  return isList(value) ? [{ path, names: value.filter((name) => typeof name === 'string') }] : [];
}

/** The bare CEL of a logic task, with its places below the task; none for other types. */
export function conditionTexts(type: string, settings: JsonRecord): readonly TextAt[] {
  if (type === 'conditions') return textAt(settings, ['when']);
  if (type !== 'switch' || !isList(settings.cases)) return [];
  return settings.cases.flatMap((_, index) => textAt(settings, ['cases', index, 'if']));
}

function textAt(settings: JsonRecord, path: DocumentPath): readonly TextAt[] {
  const text = valueAt(settings, path);
  return typeof text === 'string' ? [{ path, text }] : [];
}
