import type { CheckContext } from './check-context.js';
import { refuseInCode } from './check-code-templates.js';
import type { DocumentPath } from './document-path.js';
import { isRecord } from './document-path.js';
import { quoteText } from './quote-text.js';
import { isExtension, leadsToExtension } from './split-extensions.js';
import { ownKeysOf } from './task-type-register.js';
import { expressionTexts, firstTemplateOffset, templatesIn } from './template-text.js';
import { taskShape } from './task-schema.js';
import type { Extensions, JsonValue } from './workflow-definition.js';
import { LOGIC_TASK_TYPES } from './workflow-definition.js';

const BARE_CEL_KEYS: ReadonlySet<string | number | undefined> = new Set(['if', 'when', 'key']);

/** `${{ }}` where nothing would evaluate it, and in code, where it must not be pasted. Source: workflow-format §6. */
export function checkTemplatePlaces(context: CheckContext): void {
  const { document } = context;
  if (!isRecord(document)) return;
  for (const [key, value] of entriesOf(document)) {
    if (key === 'tasks') for (const [name, task] of namesOf(value)) checkTask(context, name, task);
    else if (key === 'params') for (const [name, param] of namesOf(value)) checkParam(context, name, param);
    else if (key === 'defaults') refuseBut(context, [key], value, new Set(['env']));
    else refuse(context, [key], value);
  }
}

function checkTask(context: CheckContext, name: string, task: JsonValue): void {
  const path = ['tasks', name];
  const type = isRecord(task) && typeof task.type === 'string' ? task.type : '';
  const spec = context.types.get(type);
  const own = spec && !LOGIC_TASK_TYPES.has(type) ? ownKeysOf(spec) : [];
  const unknown = spec
    ? []
    : entriesOf(task).flatMap(([key]) => (Object.hasOwn(taskShape, key) ? [] : [key]));
  refuseBut(context, path, task, new Set(['env', ...own, ...unknown]));
  for (const [key, value] of entriesOf(task)) {
    if (spec?.codeKeys.includes(key) === true) refuseInCode(context, name, [...path, key], value);
  }
}

function checkParam(context: CheckContext, name: string, param: JsonValue): void {
  refuseBut(context, ['params', name], param, new Set(['default']));
}

function namesOf(value: JsonValue): readonly (readonly [string, JsonValue])[] {
  return isRecord(value) ? Object.entries(value) : [];
}

function entriesOf(value: JsonValue): readonly (readonly [string, JsonValue])[] {
  return namesOf(value).filter(([key]) => !isExtension(key));
}

function refuseBut(
  context: CheckContext,
  path: DocumentPath,
  value: JsonValue,
  allowed: ReadonlySet<string>,
): void {
  for (const [key, item] of entriesOf(value)) if (!allowed.has(key)) refuse(context, [...path, key], item);
}

/** In an `x-…` key: nothing of ours reads what stands there. */
function isForOthers({ definition }: CheckContext, path: DocumentPath): boolean {
  const [part, name, ...inner] = path;
  if (part !== 'tasks' && part !== 'params') return leadsToExtension(definition.extensions, path);
  const owners: Readonly<Record<string, { readonly extensions?: Extensions }>> = definition[part];
  const owner = Object.hasOwn(owners, String(name)) ? owners[String(name)] : undefined;
  return leadsToExtension(owner?.extensions, inner);
}

function refuse(context: CheckContext, path: DocumentPath, value: JsonValue): void {
  for (const at of templatesIn(value, path)) {
    if (isForOthers(context, at.path)) continue;
    const inner = expressionTexts(at.text)[0] ?? '';
    const bare = BARE_CEL_KEYS.has(at.path.at(-1));
    const message = bare
      ? `${quoteText(at.path.join('.'))} is an expression itself: write it without \${{ }}.`
      : `\${{ }} is not evaluated in ${quoteText(at.path.join('.'))}.`;
    const hint = bare
      ? `write ${inner}`
      : "it may stand in env, in a parameter's default and in the keys of the task type";
    context.sink.add('TEMPLATE_NOT_ALLOWED', at.path, message, {
      hint,
      offset: firstTemplateOffset(at.text),
    });
  }
}
