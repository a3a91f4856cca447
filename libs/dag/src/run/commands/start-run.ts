import { z } from 'zod';
import { PRIORITIES } from '../../definition/workflow-definition.js';
import { encodeValue } from '../../expressions/encode-value.js';
import type { JsonValue } from '../../definition/workflow-definition.js';
import { resolveParams } from '../../parameters/resolve-params.js';
import { defineCommand } from '../define-command.js';
import { jsonValue } from '../encoded-values.js';
import type { RunStartedData } from '../events/run-started.js';
import { runStarted } from '../events/run-started.js';
import { reject } from '../rejection.js';
import { runScope } from '../run-scope.js';

const schema = z.object({
  run: z.string().describe('id of the run, made at the edge'),
  project: z.string(),
  workflow: z.string(),
  version: z.int().optional().describe('default: the newest when the command is decided'),
  params: z.record(z.string(), jsonValue).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  priority: z.enum(PRIORITIES).optional().describe('default: the definition’s'),
  logicalDate: z.int().optional().describe('epoch milliseconds the run is for; default: its start'),
  trigger: z.string().default('api'),
});

/** Starts a run of a workflow version. Rejects UNKNOWN_WORKFLOW, ALREADY_STARTED, INVALID_PARAMETERS. */
export const startRun = defineCommand('StartRun', schema, (run, data, meta) => {
  const name = `${data.project}/${data.workflow}`;
  if (run) return reject('ALREADY_STARTED', `Could not start run ${data.run}: it is ${run.phase}.`);
  if (!meta.definition) {
    const version = data.version === undefined ? '' : ` version ${data.version}`;
    return reject('UNKNOWN_WORKFLOW', `Could not start ${name}${version}: there is no such workflow.`);
  }
  const { graph, version } = meta.definition;
  const { definition } = graph;
  const start: RunStartedData = {
    run: data.run,
    project: data.project,
    workflow: data.workflow,
    version,
    definition: graph.hash,
    params: {},
    labels: { ...definition.labels, ...data.labels },
    trigger: data.trigger,
    priority: data.priority ?? definition.priority,
    logicalDate: [data.logicalDate ?? meta.now, definition.timezone],
    ...(definition.timeoutMs === undefined ? {} : { timeoutMs: definition.timeoutMs }),
  };
  const scope = runScope(start, 1, meta.now);
  const resolved = resolveParams(definition.params, data.params ?? {}, scope, definition.timezone);
  if (!resolved.ok) {
    const details = resolved.problems;
    return reject(
      'INVALID_PARAMETERS',
      `Could not start ${name}: ${details.map((one) => one.message).join(' ')}`,
      details,
    );
  }
  const params: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(resolved.values)) params[key] = encodeValue(value);
  return [runStarted({ ...start, params })];
});
