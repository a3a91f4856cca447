import { createAncestry } from './ancestry.js';
import type { IsUpstream } from './ancestry.js';
import type { CheckContext } from './check-context.js';
import { findTask, isWritten, taskHint } from './check-context.js';
import type { SiteReference } from './check-expressions.js';
import { needsByTask } from './check-graph.js';
import { didYouMean } from './did-you-mean.js';
import { valueAt } from './document-path.js';
import { FUTURE_EXPRESSION_ROOTS, NOT_YET_SUPPORTED, notYetSupported } from './future-features.js';
import type { ProblemDetails } from './problem-sink.js';
import { quoteText } from './quote-text.js';
import type { TaskDefinition } from './workflow-definition.js';
import { LOGIC_TASK_TYPES } from './workflow-definition.js';

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hint?: ProblemDetails['hint'];
}

/** Whether what expressions refer to exists and is known when they are evaluated. */
export function checkReferences(context: CheckContext, references: readonly SiteReference[]): void {
  const targets = references.flatMap(({ reference: { root, path } }) =>
    root === 'tasks' ? path.slice(0, 1) : [],
  );
  const isUpstream = createAncestry(needsByTask(context), targets);
  for (const use of references) {
    const refusal = judge(context, use, isUpstream);
    if (!refusal) continue;
    const { code, message, hint } = refusal;
    const { site, reference } = use;
    context.sink.add(code, site.path, message, { hint, offset: reference.offset });
  }
}

function judge(context: CheckContext, use: SiteReference, isUpstream: IsUpstream): Refusal | undefined {
  const { root } = use.reference;
  const without = FUTURE_EXPRESSION_ROOTS.get(root);
  if (without !== undefined) {
    const message = notYetSupported(`${quoteText(root)} in expressions`);
    return { code: NOT_YET_SUPPORTED, message, hint: without };
  }
  if (root === 'params') return judgeParam(context, use);
  return root === 'tasks' ? judgeTask(context, use, isUpstream) : undefined;
}

function judgeParam(context: CheckContext, { site, reference }: SiteReference): Refusal | undefined {
  const [name] = reference.path;
  if (name === undefined) return undefined;
  const names = Object.keys(context.definition.params);
  const at = names.indexOf(name);
  if (at < 0) {
    // A parameter that was written, but without a sound type, has its problem already.
    if (isParamWritten(context, name)) return undefined;
    const hint = (): string => didYouMean(name, names) ?? `declare it: params: { ${name}: { type: string } }`;
    return { code: 'UNKNOWN_PARAM', message: `There is no parameter ${quoteText(name)}.`, hint };
  }
  if (!('param' in site.owner) || at < names.indexOf(site.owner.param)) return undefined;
  const message = `The default of ${quoteText(site.owner.param)} can use earlier parameters only, not ${quoteText(name)}.`;
  const hint = name === site.owner.param ? undefined : `write ${name} before ${site.owner.param}`;
  return { code: 'LATER_PARAM', message, hint };
}

function isParamWritten({ document }: CheckContext, name: string): boolean {
  return valueAt(document, ['params', name]) !== undefined;
}

function judgeTask(context: CheckContext, use: SiteReference, isUpstream: IsUpstream): Refusal | undefined {
  const { owner } = use.site;
  const [name, field, key] = use.reference.path;
  if ('param' in owner) {
    const message = 'A default cannot use tasks: parameters are computed before any task runs.';
    return { code: 'NAME_NOT_AVAILABLE', message, hint: 'use run and earlier params' };
  }
  if (name === undefined) return undefined;
  const task = findTask(context, name);
  if (!task) return judgeMissing(context, name);
  if (!task.enabled) {
    const message = `The task ${quoteText(name)} is disabled, so it has no outputs and no state.`;
    return { code: 'DISABLED_TASK', message, hint: 'enable it or take the reference out' };
  }
  if (name === owner.task || !isUpstream(owner.task, name)) return judgePlace(context, owner.task, name);
  return judgeField(name, task, field, key);
}

function judgeMissing(context: CheckContext, name: string): Refusal | undefined {
  if (isWritten(context, name)) return undefined;
  const hint = (): string => taskHint(context, name);
  return { code: 'UNKNOWN_TASK', message: `There is no task ${quoteText(name)} in this workflow.`, hint };
}

function judgePlace(context: CheckContext, owner: string, name: string): Refusal | undefined {
  if (context.broken.has(`${owner}/needs`)) return undefined;
  if (name === owner) {
    return { code: 'NOT_UPSTREAM', message: `The task ${quoteText(name)} cannot refer to itself.` };
  }
  const message = `The task ${quoteText(name)} does not run before ${quoteText(owner)}.`;
  return { code: 'NOT_UPSTREAM', message, hint: `write ${name} in the needs of ${owner}` };
}

function judgeField(name: string, task: TaskDefinition, field?: string, key?: string): Refusal | undefined {
  if (field === 'state') return undefined;
  if (LOGIC_TASK_TYPES.has(task.type)) {
    const message = `The ${task.type} task ${quoteText(name)} has no ${field ?? 'value'}: it only chooses a branch.`;
    return { code: 'UNKNOWN_OUTPUT', message, hint: 'refer to the tasks before it' };
  }
  if (field !== 'outputs' || key === undefined || !task.outputs || Object.hasOwn(task.outputs, key))
    return undefined;
  const names = Object.keys(task.outputs);
  const message = `The task ${quoteText(name)} declares no output ${quoteText(key)}.`;
  return {
    code: 'UNKNOWN_OUTPUT',
    message,
    hint: didYouMean(key, names) ?? `it declares ${names.join(', ') || 'none'}`,
  };
}
