import { usageError } from '../cli-error.js';

export interface WorkflowName {
  readonly project: string;
  readonly workflow: string;
}

const SLUG = /^[a-z0-9][a-z0-9_-]*$/u;

/** `workflow` or `project/workflow`; the project is else that of the option, else `default`. Throws a usage error. */
export function parseWorkflowName(given: string, project?: string): WorkflowName {
  const [first = '', second, ...more] = given.split('/');
  const name =
    second === undefined
      ? { project: project ?? 'default', workflow: first }
      : { project: first, workflow: second };
  if (more.length > 0 || !SLUG.test(name.project) || !SLUG.test(name.workflow)) {
    throw usageError(
      `'${given}' is not the name of a workflow.`,
      'Write WORKFLOW or PROJECT/WORKFLOW, as in retail/daily-sales.',
    );
  }
  if (second !== undefined && project !== undefined && project !== first) {
    throw usageError(`'${given}' names the project '${first}', but --project says '${project}'.`);
  }
  return name;
}
