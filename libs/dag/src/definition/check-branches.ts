import { hasTemplate } from '../expressions/compile-template.js';
import type { CheckContext } from './check-context.js';
import { findTask, isWritten, taskEntries, taskHint } from './check-context.js';
import type { DocumentPath } from './document-path.js';
import { isList, valueAt } from './document-path.js';
import { branchLists } from './logic-task-types.js';
import { quoteText } from './quote-text.js';

/** The branches of `switch` and `conditions` name direct successors only. Source: workflow-format §4, Branches. */
export function checkBranches(context: CheckContext): void {
  const needsOf = createEffectiveNeeds(context);
  for (const [owner, task] of taskEntries(context)) {
    for (const branch of branchLists(task.type, task.settings)) {
      for (const name of branch.names)
        checkBranchName({ context, needsOf, owner, branch: branch.path }, name);
    }
  }
}

interface BranchPlace {
  readonly context: CheckContext;
  readonly needsOf: (name: string) => ReadonlySet<string>;
  readonly owner: string;
  /** Below the task. */
  readonly branch: DocumentPath;
}

function checkBranchName({ context, needsOf, owner, branch }: BranchPlace, name: string): void {
  if (hasTemplate(name)) return;
  const path = placeOf(context, ['tasks', owner, ...branch], name);
  const { sink } = context;
  const who = `${quoteText(owner)} names ${quoteText(name)}`;
  const task = findTask(context, name);
  if (!task) {
    if (isWritten(context, name)) return;
    const hint = (): string => taskHint(context, name);
    sink.add('UNKNOWN_TASK', path, `${who}, which is no task of this workflow.`, { hint });
    return;
  }
  if (!task.enabled) {
    const hint = 'name the tasks after it instead, or enable it';
    sink.add('DISABLED_TASK', path, `${who}, which is disabled.`, { hint });
    return;
  }
  // A disabled owner is no longer in the graph, which is told by itself.
  const isOwnerIn = findTask(context, owner)?.enabled === true;
  if (!isOwnerIn || needsOf(name).has(owner) || context.broken.has(`${name}/needs`)) return;
  const hint = `write needs: [${owner}] in ${name}`;
  sink.add(
    'BRANCH_NOT_SUCCESSOR',
    path,
    `${who}, which does not need it: a branch names direct successors.`,
    { hint },
  );
}

function placeOf(context: CheckContext, path: DocumentPath, name: string): DocumentPath {
  const written = valueAt(context.document, path);
  const index = isList(written) ? written.indexOf(name) : -1;
  return index < 0 ? path : [...path, index];
}

/** Needs in the effective graph, in which disabled tasks are replaced, transitively, by their needs. */
function createEffectiveNeeds(context: CheckContext): (name: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (name) => {
    const needs = known.get(name) ?? effectiveNeeds(context, name);
    known.set(name, needs);
    return needs;
  };
}

function effectiveNeeds(context: CheckContext, name: string): ReadonlySet<string> {
  const enabled = new Set<string>();
  const disabled = new Set([name]);
  for (const next of disabled) {
    for (const need of findTask(context, next)?.needs ?? []) {
      if (findTask(context, need)?.enabled === false) disabled.add(need);
      else enabled.add(need);
    }
  }
  return enabled;
}
