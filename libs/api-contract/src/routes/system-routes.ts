import * as schemas from '../schemas/system.js';
import { API_BASE, defineRoute } from './route.js';

export const systemRoutes = {
  listWorkers: defineRoute({
    name: 'listWorkers',
    method: 'GET',
    path: `${API_BASE}/workers`,
    tag: 'workers',
    summary: 'Lists the workers that were heard of since the server started.',
    answer: schemas.workerList,
  }),
  getHealth: defineRoute({
    name: 'getHealth',
    method: 'GET',
    path: `${API_BASE}/health`,
    tag: 'system',
    summary: 'Tells how the parts of the server are, and how far the read model is behind.',
    answer: schemas.health,
  }),
  getOpenApi: defineRoute({
    name: 'getOpenApi',
    method: 'GET',
    path: `${API_BASE}/openapi.json`,
    tag: 'system',
    summary: 'Gives this document.',
    answer: schemas.openApiDocument,
  }),
  livez: defineRoute({
    name: 'livez',
    method: 'GET',
    path: '/livez',
    tag: 'system',
    summary: 'Answers as long as the process lives. Open to everyone.',
    answer: schemas.alive,
  }),
  readyz: defineRoute({
    name: 'readyz',
    method: 'GET',
    path: '/readyz',
    tag: 'system',
    summary: 'Answers 200 when the server can take requests, else 503. Open to everyone.',
    also: { 503: 'It is starting, or the log does not answer.' },
    answer: schemas.ready,
  }),
  startupz: defineRoute({
    name: 'startupz',
    method: 'GET',
    path: '/startupz',
    tag: 'system',
    summary: 'Answers 200 once the server has begun its work, else 503. Open to everyone.',
    also: { 503: 'It is starting.' },
    answer: schemas.started,
  }),
} as const;
