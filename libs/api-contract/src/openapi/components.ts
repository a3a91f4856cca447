import { z } from 'zod';
import * as commands from '../schemas/command.js';
import * as logs from '../schemas/log.js';
import * as problems from '../schemas/problem.js';
import * as projects from '../schemas/project.js';
import * as runs from '../schemas/run.js';
import * as system from '../schemas/system.js';
import * as taskRuns from '../schemas/task-run.js';
import * as workflows from '../schemas/workflow.js';

/** Schemas that have a name in the document; the others stand where they are used. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Problem: problems.problem,
  ProblemDetail: problems.problemDetail,
  Project: projects.project,
  ProjectList: projects.projectList,
  PutProject: projects.putProject,
  WorkflowDefinition: workflows.workflowDefinition,
  WorkflowSummary: workflows.workflowSummary,
  Workflow: workflows.workflow,
  WorkflowList: workflows.workflowList,
  WorkflowVersion: workflows.workflowVersion,
  VersionList: workflows.versionList,
  PutWorkflowAnswer: workflows.putWorkflowAnswer,
  Validation: workflows.validation,
  WorkflowGraph: workflows.workflowGraph,
  RunGraph: workflows.runGraph,
  Run: runs.run,
  RunList: runs.runList,
  StartRun: runs.startRun,
  StartBatch: runs.startBatch,
  ChangeRun: runs.changeRun,
  CommandAnswer: runs.commandAnswer,
  CommandOutcome: commands.commandOutcome,
  BatchAnswer: runs.batchAnswer,
  RunEvent: runs.runEvent,
  RunEventList: runs.runEventList,
  TaskError: taskRuns.taskError,
  Attempt: taskRuns.attempt,
  TaskRun: taskRuns.taskRun,
  TaskRunList: taskRuns.taskRunList,
  LogLine: logs.logLine,
  LogPage: logs.logPage,
  Worker: system.worker,
  WorkerList: system.workerList,
  Health: system.health,
};

export type JsonSchema = Readonly<Record<string, unknown>>;

const registry = z.registry<{ readonly id: string }>();
for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });

const uri = (id: string): string => `#/components/schemas/${id}`;

/** Leaves out what only says how the check is done: patterns of dates, the range of exact integers. */
function plain({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

const OPTIONS = { io: 'input', unrepresentable: 'any', override: plain } as const;

/** All named schemas, as JSON Schema 2020-12. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const { schemas } = z.toJSONSchema(registry, { ...OPTIONS, uri });
  const bare = Object.entries(schemas).map(
    ([id, { $schema: _, $id: __, ...schema }]) => [id, schema] as const,
  );
  return Object.fromEntries(bare);
}

/** A schema where it is used: a reference when it has a name. */
export function schemaAt(schema: z.ZodType): JsonSchema {
  const named = registry.get(schema);
  if (named) return { $ref: uri(named.id) };
  const { $schema: _, ...inline } = z.toJSONSchema(schema, OPTIONS);
  return inline;
}
