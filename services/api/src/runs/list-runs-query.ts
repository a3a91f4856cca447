import { PAGE_DEFAULT, routes } from '@millrace/api-contract';
import type { RunListQuery } from '@millrace/persistence';
import { z } from 'zod';
import { ApiProblem } from '../http/api-problem.js';
import { decodeCursor } from '../http/cursor.js';
import type { Given } from '../http/handles.js';

const place = z.strictObject({ startedAt: z.int(), id: z.string().max(64) });

/** What the read store is asked for. Throws INVALID_QUERY, INVALID_CURSOR. */
export function listRunsQuery({ query }: Given<typeof routes.listRuns>): RunListQuery {
  const { project, workflow, state, startedAfter, startedBefore, limit = PAGE_DEFAULT } = query;
  if (workflow !== undefined && project === undefined) {
    throw new ApiProblem(
      400,
      'INVALID_QUERY',
      'The name of a workflow holds in its project: give `project` too.',
    );
  }
  const cursor = decodeCursor(routes.listRuns.path, place, query.cursor);
  return {
    limit,
    ...(cursor ? { cursor } : {}),
    ...(project === undefined ? {} : { project }),
    ...(workflow === undefined ? {} : { workflow }),
    ...(state === undefined ? {} : { states: [state].flat() }),
    ...(startedAfter === undefined ? {} : { startedAfter: Date.parse(startedAfter) }),
    ...(startedBefore === undefined ? {} : { startedBefore: Date.parse(startedBefore) }),
  };
}
