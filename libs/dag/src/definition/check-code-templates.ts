import { compileTemplate } from '../expressions/compile-template.js';
import { ExpressionError } from '../expressions/expression-error.js';
import type { CheckContext } from './check-context.js';
import { findTask } from './check-context.js';
import { reportExpressionError } from './check-expressions.js';
import type { DocumentPath } from './document-path.js';
import { NOT_YET_SUPPORTED } from './future-features.js';
import { quoteText } from './quote-text.js';
import type { TextAt } from './template-text.js';
import { expressionTexts, firstTemplateOffset, templatesIn } from './template-text.js';
import type { JsonValue } from './workflow-definition.js';

/** `${{ }}` in code: refused with the lines to write instead. Source: workflow-format §6, In code. */
export function refuseInCode(
  context: CheckContext,
  task: string,
  path: DocumentPath,
  value: JsonValue,
): void {
  for (const at of templatesIn(value, path)) {
    refusePasting(context, at);
    const expressions = expressionTexts(at.text).filter((text) => !PASTING.test(text));
    if (expressions.length === 0) continue;
    const env = findTask(context, task)?.env ?? {};
    const variables = nameVariables(
      expressions,
      (name) => Object.hasOwn(env, name) || at.text.includes(name),
    );
    const lines = variables.map(([name, expression]) => `${name}: "\${{ ${expression} }}"`);
    const uses = variables.map(([name]) => `"$${name}"`).join(' ');
    const message = `\${{ }} may not be pasted into code (${quoteText(at.path.join('.'))}): values reach it as data.`;
    const hint = `write env: { ${lines.join(', ')} } in the task and ${uses} in the code`;
    context.sink.add('TEMPLATE_IN_CODE', at.path, message, { hint, offset: firstTemplateOffset(at.text) });
  }
}

/** The one way to paste text, which is not built yet. */
const PASTING = /^raw\s*\(/;

function refusePasting(context: CheckContext, { path, text }: TextAt): void {
  try {
    compileTemplate(text);
  } catch (error) {
    const isLater = error instanceof ExpressionError && error.code === NOT_YET_SUPPORTED;
    if (isLater) reportExpressionError(context, path, error);
  }
}

/** A variable for each expression, named after the last word in it. */
function nameVariables(
  expressions: readonly string[],
  isTaken: (name: string) => boolean,
): readonly (readonly [string, string])[] {
  const named = new Map<string, string>();
  for (const expression of new Set(expressions)) {
    const base = variableName(expression);
    let name = base;
    for (let number = 2; named.has(name) || isTaken(name); number += 1) name = `${base}_${number}`;
    named.set(name, expression.replaceAll('"', "'"));
  }
  return [...named];
}

/** The prefix keeps it apart from what a script has already: PATH, HOME, IFS, MILLRACE_…, variables of tools. */
function variableName(expression: string): string {
  const path = /^[A-Za-z_][\w.]*(?:\['[\w-]+'\][\w.]*)*/.exec(expression)?.[0] ?? '';
  const word = path
    .split(/[^A-Za-z0-9_]+/)
    .filter((part) => /^[A-Za-z_]/.test(part))
    .at(-1);
  return `IN_${(word ?? 'VALUE').toUpperCase()}`;
}
