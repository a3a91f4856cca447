import type { CheckContext } from './check-context.js';
import { sharedKeyPath, taskEntries } from './check-context.js';
import type { DocumentPath } from './document-path.js';
import { isRecord } from './document-path.js';
import { conditionTexts } from './logic-task-types.js';
import { isTemplate, templatesIn } from './template-text.js';
import type { TaskDefinition } from './workflow-definition.js';
import { LOGIC_TASK_TYPES } from './workflow-definition.js';

/** A text with expressions, and whose it is: a task's or a parameter's default. */
export interface ExpressionSite {
  readonly kind: 'cel' | 'template';
  readonly text: string;
  readonly path: DocumentPath;
  readonly owner: { readonly task: string } | { readonly param: string };
}

/** All texts of a definition that hold expressions, in its order. Source of the places: workflow-format §6. */
export function expressionSites(context: CheckContext): readonly ExpressionSite[] {
  const params = Object.entries(context.definition.params).flatMap(([param, { default: fallback }]) =>
    templatesIn(fallback, ['params', param, 'default']).map((at): ExpressionSite => ({
      ...at,
      kind: 'template',
      owner: { param },
    })),
  );
  return [...params, ...taskEntries(context).flatMap(([name, task]) => taskSites(context, name, task))];
}

function taskSites(context: CheckContext, name: string, task: TaskDefinition): readonly ExpressionSite[] {
  const owner = { task: name };
  const base = ['tasks', name];
  const own = conditionTexts(task.type, task.settings).map(({ path, text }) => ({
    path: [...base, ...path],
    text,
  }));
  const bare = [...(task.if === undefined ? [] : [{ path: [...base, 'if'], text: task.if }]), ...own];
  const env = Object.entries(task.env).filter(([, text]) => isTemplate(text));
  return [
    // A `${{ }}` in bare CEL is a mistake of its own, see check-template-places.ts.
    ...bare
      .filter(({ text }) => !isTemplate(text))
      .map((at): ExpressionSite => ({ ...at, kind: 'cel', owner })),
    ...env.map(([key, text]): ExpressionSite => {
      return { kind: 'template', text, path: sharedKeyPath(context, name, 'env', key), owner };
    }),
    ...settingSites(context, task, base).map((at): ExpressionSite => ({ ...at, kind: 'template', owner })),
  ];
}

function settingSites(context: CheckContext, task: TaskDefinition, base: DocumentPath) {
  const spec = context.types.get(task.type);
  if (!spec || LOGIC_TASK_TYPES.has(task.type) || !isRecord(task.settings)) return [];
  return Object.entries(task.settings)
    .filter(([key]) => !spec.codeKeys.includes(key))
    .flatMap(([key, value]) => templatesIn(value, [...base, key]));
}
