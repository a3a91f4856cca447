import { compileExpression } from '../expressions/compile-expression.js';
import { ExpressionError } from '../expressions/expression-error.js';
import type { Reference } from '../expressions/references.js';
import { compileTemplate } from '../expressions/compile-template.js';
import type { CheckContext } from './check-context.js';
import { checkReferences } from './check-references.js';
import type { DocumentPath } from './document-path.js';
import type { ExpressionSite } from './expression-sites.js';
import { expressionSites } from './expression-sites.js';
import { quoteText } from './quote-text.js';

/** One use of a name in an expression. */
export interface SiteReference {
  readonly site: ExpressionSite;
  readonly reference: Reference;
}

type Compiled = readonly Reference[] | ExpressionError;

/** Syntax and names of all expressions. Types are checked when they are evaluated. Source: workflow-format §6. */
export function checkExpressions(context: CheckContext): void {
  const known = new Map<string, Compiled>();
  const references: SiteReference[] = [];
  for (const site of expressionSites(context)) {
    const key = `${site.kind} ${site.text}`;
    const compiled = known.get(key) ?? compile(site);
    known.set(key, compiled);
    if (compiled instanceof ExpressionError) reportExpressionError(context, site.path, compiled);
    else references.push(...compiled.map((reference) => ({ site, reference })));
  }
  checkReferences(context, references);
}

function compile(site: ExpressionSite): Compiled {
  try {
    return (site.kind === 'cel' ? compileExpression(site.text) : compileTemplate(site.text)).references;
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

/** What is wrong with the expressions of the text at the path. */
export function reportExpressionError(
  context: CheckContext,
  path: DocumentPath,
  error: ExpressionError,
): void {
  const { code, message, hint, offset } = error;
  const plain = code === 'NOT_YET_SUPPORTED' ? code : `EXPRESSION_${code}`;
  const where = quoteText(path.join('.'));
  context.sink.add(plain, path, `The expression in ${where} is not valid: ${message}`, { hint, offset });
}
