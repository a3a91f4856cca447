import { z } from 'zod';
import { pageQuery, queryFlag, queryInteger, slug } from '../schemas/common.js';
import * as schemas from '../schemas/workflow.js';
import { API_BASE, defineRoute } from './route.js';

/** Content types of a workflow file. */
const FILE = { kind: 'text', types: ['application/yaml', 'application/json'] } as const;
const WORKFLOW = `${API_BASE}/projects/:project/workflows/:workflow`;

const versionNumber = queryInteger(1, 1_000_000_000);
const params = z.strictObject({ project: slug, workflow: slug });
const codes = ['UNKNOWN_WORKFLOW'] as const;

export const workflowRoutes = {
  validateWorkflow: defineRoute({
    name: 'validateWorkflow',
    method: 'POST',
    path: `${API_BASE}/workflows/validate`,
    tag: 'workflows',
    summary: 'Checks a workflow file and changes nothing.',
    body: FILE,
    answer: schemas.validation,
  }),
  listWorkflows: defineRoute({
    name: 'listWorkflows',
    method: 'GET',
    path: `${API_BASE}/projects/:project/workflows`,
    tag: 'workflows',
    summary: 'Lists the newest versions of the workflows of a project, by name.',
    params: z.strictObject({ project: slug }),
    query: z.strictObject(pageQuery),
    answer: schemas.workflowList,
    codes: ['UNKNOWN_PROJECT'],
  }),
  getWorkflow: defineRoute({
    name: 'getWorkflow',
    method: 'GET',
    path: WORKFLOW,
    tag: 'workflows',
    summary: 'Gives the newest version of a workflow; its ETag is that of the version.',
    params,
    also: { 304: 'It is what `If-None-Match` names.' },
    answer: schemas.workflow,
    codes,
  }),
  putWorkflow: defineRoute({
    name: 'putWorkflow',
    method: 'PUT',
    path: WORKFLOW,
    tag: 'workflows',
    summary: 'Publishes a workflow file as the next version, unless the newest means the same.',
    params,
    query: z.strictObject({ dryRun: queryFlag.optional().describe('check and compare only') }),
    body: FILE,
    also: { 201: 'The workflow is new.' },
    answer: schemas.putWorkflowAnswer,
    codes: ['VALIDATION_FAILED', 'NAME_MISMATCH', 'STALE_VERSION', 'ALREADY_EXISTS'],
  }),
  listVersions: defineRoute({
    name: 'listVersions',
    method: 'GET',
    path: `${WORKFLOW}/versions`,
    tag: 'workflows',
    summary: 'Lists the versions of a workflow, newest first.',
    params,
    query: z.strictObject(pageQuery),
    answer: schemas.versionList,
    codes,
  }),
  getVersion: defineRoute({
    name: 'getVersion',
    method: 'GET',
    path: `${WORKFLOW}/versions/:version`,
    tag: 'workflows',
    summary: 'Gives one version of a workflow.',
    params: z.strictObject({ ...params.shape, version: versionNumber }),
    also: { 304: 'It is what `If-None-Match` names.' },
    answer: schemas.workflow,
    codes: [...codes, 'UNKNOWN_VERSION'],
  }),
  getWorkflowGraph: defineRoute({
    name: 'getWorkflowGraph',
    method: 'GET',
    path: `${WORKFLOW}/graph`,
    tag: 'workflows',
    summary: 'Gives the effective graph of a version, by default the newest.',
    params,
    query: z.strictObject({ version: versionNumber.optional() }),
    answer: schemas.workflowGraph,
    codes: [...codes, 'UNKNOWN_VERSION'],
  }),
} as const;
