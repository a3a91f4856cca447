import { z } from 'zod';
import { jsonRecord, labels, pageOf, slug, time } from './common.js';
import { problemDetail } from './problem.js';
import { taskRunState } from './words.js';

const versionFields = {
  project: slug,
  name: slug,
  version: z.int().min(1),
  hash: z.string().describe('SHA-256 of the canonical definition: its address in the catalogue'),
  publishedAt: time,
};

/** The definition after parsing, every default filled in (workflow-format §2, §3); durations in milliseconds. */
export const workflowDefinition = z.looseObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Workflow'),
  name: slug,
  project: slug,
  labels,
  params: jsonRecord,
  tasks: z.record(z.string(), z.looseObject({ type: z.string(), needs: z.array(z.string()) })),
});

export const workflowSummary = z.object({
  ...versionFields,
  labels,
  description: z.string().optional(),
  tasks: z.int().describe('number of tasks'),
});

export const workflow = z.object({
  ...versionFields,
  labels,
  description: z.string().optional(),
  definition: workflowDefinition,
  source: z.string().describe('the text as it was first given'),
});

export const workflowVersion = z.object(versionFields);
export const workflowList = pageOf(workflowSummary);
export const versionList = pageOf(workflowVersion);

export const putWorkflowAnswer = z.object({
  project: slug,
  name: slug,
  version: z.int().min(1),
  hash: z.string(),
  created: z.boolean().describe('it is the first version'),
  unchanged: z.boolean().describe('the newest version means the same: nothing was published'),
  warnings: z.array(problemDetail),
});

export const validation = z.discriminatedUnion('valid', [
  z.object({
    valid: z.literal(true),
    project: slug,
    name: slug,
    tasks: z.int(),
    warnings: z.array(problemDetail),
  }),
  z.object({ valid: z.literal(false), problems: z.array(problemDetail) }),
]);

const nodeFields = {
  name: z.string(),
  type: z.string(),
  level: z.int().describe('longest distance from a task without needs'),
  title: z.string().optional(),
};
const edges = z.array(z.object({ from: z.string(), to: z.string() }));

/** The effective graph: disabled tasks are replaced by their needs. */
export const workflowGraph = z.object({
  nodes: z.array(z.object(nodeFields)),
  edges,
  levels: z.int().describe('number of levels'),
});

export const runGraph = z.object({
  nodes: z.array(z.object({ ...nodeFields, state: taskRunState, allowed: z.boolean() })),
  edges,
  levels: z.int(),
  stale: z.literal(true).optional(),
});

export type Workflow = z.infer<typeof workflow>;
export type WorkflowSummary = z.infer<typeof workflowSummary>;
export type WorkflowVersion = z.infer<typeof workflowVersion>;
export type PutWorkflowAnswer = z.infer<typeof putWorkflowAnswer>;
export type Validation = z.infer<typeof validation>;
export type WorkflowGraphAnswer = z.infer<typeof workflowGraph>;
export type RunGraphAnswer = z.infer<typeof runGraph>;
