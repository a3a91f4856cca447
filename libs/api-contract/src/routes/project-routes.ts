import { z } from 'zod';
import { pageQuery, slug } from '../schemas/common.js';
import * as schemas from '../schemas/project.js';
import { API_BASE, defineRoute } from './route.js';

const params = z.strictObject({ project: slug });

export const projectRoutes = {
  listProjects: defineRoute({
    name: 'listProjects',
    method: 'GET',
    path: `${API_BASE}/projects`,
    tag: 'projects',
    summary: 'Lists the projects by name.',
    query: z.strictObject(pageQuery),
    answer: schemas.projectList,
  }),
  getProject: defineRoute({
    name: 'getProject',
    method: 'GET',
    path: `${API_BASE}/projects/:project`,
    tag: 'projects',
    summary: 'Gives a project.',
    params,
    answer: schemas.project,
    codes: ['UNKNOWN_PROJECT'],
  }),
  putProject: defineRoute({
    name: 'putProject',
    method: 'PUT',
    path: `${API_BASE}/projects/:project`,
    tag: 'projects',
    summary: 'Makes a project, or changes its title and description.',
    params,
    body: { kind: 'json', schema: schemas.putProject },
    also: { 201: 'The project is new.' },
    answer: schemas.project,
  }),
} as const;
