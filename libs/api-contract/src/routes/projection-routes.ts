import { projectionStatus } from '../schemas/projection.js';
import { API_BASE, defineRoute } from './route.js';

export const projectionRoutes = {
  getProjection: defineRoute({
    name: 'getProjection',
    method: 'GET',
    path: `${API_BASE}/projection`,
    tag: 'projection',
    summary: 'Tells how far the read model follows the log, and what a rebuild of it has done.',
    answer: projectionStatus,
  }),
  rebuildProjection: defineRoute({
    name: 'rebuildProjection',
    method: 'POST',
    path: `${API_BASE}/projection/rebuild`,
    tag: 'projection',
    summary:
      'Begins to make the read model anew from the log. In a cluster it is made beside the present one, which is read until the new one has reached the end of the log; in standalone it is emptied and filled again, and what is read is stale meanwhile.',
    answer: projectionStatus,
    codes: ['REBUILD_RUNNING'],
  }),
} as const;
