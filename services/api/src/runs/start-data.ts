import type { StartRun } from '@millrace/api-contract';
import { ApiProblem } from '../http/api-problem.js';

/** Bytes of JSON that the parameters of one run may have (L43). */
const MAX_PARAM_BYTES = 64 * 1024;

export interface StartPlace {
  readonly project: string;
  readonly workflow: string;
  /** Hash of the version that was found: no master decides before it knows that one too (L51). */
  readonly definition: string;
}

/** The body of the command that starts a run; `batch`: hash of the batch that it is part of. Throws PARAMS_TOO_LARGE. */
export function startData(
  run: string,
  { project, workflow, definition }: StartPlace,
  start: StartRun,
  batch?: string,
): Readonly<Record<string, unknown>> {
  const { params, version, labels, priority, logicalDate, trigger } = start;
  const bytes = params === undefined ? 0 : Buffer.byteLength(JSON.stringify(params));
  if (bytes > MAX_PARAM_BYTES) {
    throw new ApiProblem(
      413,
      'PARAMS_TOO_LARGE',
      `The parameters have ${bytes} bytes, at most ${MAX_PARAM_BYTES} are taken.`,
    );
  }
  return {
    run,
    project,
    workflow,
    definition,
    ...(version === undefined ? {} : { version }),
    ...(params === undefined ? {} : { params }),
    ...(labels === undefined ? {} : { labels }),
    ...(priority === undefined ? {} : { priority }),
    ...(logicalDate === undefined ? {} : { logicalDate: Date.parse(logicalDate) }),
    trigger: trigger ?? 'api',
    ...(batch === undefined ? {} : { batch }),
  };
}
