import type { StartRun } from '@millrace/api-contract';
import { ApiProblem } from '../http/api-problem.js';

/** Characters of JSON that the parameters of one run may have (S23). */
const MAX_PARAMS = 64 * 1024;

export interface StartPlace {
  readonly project: string;
  readonly workflow: string;
}

/** The body of the command that starts a run. Throws PARAMS_TOO_LARGE. */
export function startData(
  run: string,
  { project, workflow }: StartPlace,
  start: StartRun,
): Readonly<Record<string, unknown>> {
  const { params, version, labels, priority, logicalDate, trigger } = start;
  const length = params === undefined ? 0 : JSON.stringify(params).length;
  if (length > MAX_PARAMS) {
    throw new ApiProblem(
      413,
      'PARAMS_TOO_LARGE',
      `The parameters have ${length} characters, at most ${MAX_PARAMS} are taken.`,
    );
  }
  return {
    run,
    project,
    workflow,
    ...(version === undefined ? {} : { version }),
    ...(params === undefined ? {} : { params }),
    ...(labels === undefined ? {} : { labels }),
    ...(priority === undefined ? {} : { priority }),
    ...(logicalDate === undefined ? {} : { logicalDate: Date.parse(logicalDate) }),
    trigger: trigger ?? 'api',
  };
}
