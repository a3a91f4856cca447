import { utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { PRIORITIES } from '../../definition/workflow-definition.js';
import { encodeValue } from '../../expressions/encode-value.js';
import type { JsonValue } from '../../definition/workflow-definition.js';
import { resolveParams } from '../../parameters/resolve-params.js';
import type { CommandMeta } from '../define-command.js';
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
  definition: z
    .string()
    .optional()
    .describe('hash of a definition of the workflow: it waits until the catalogue has that'),
  params: z.record(z.string(), jsonValue).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  priority: z.enum(PRIORITIES).optional().describe('default: the definition’s'),
  logicalDate: z.int().optional().describe('epoch milliseconds the run is for; default: its start'),
  trigger: z.string().default('api'),
  batch: z
    .string()
    .optional()
    .describe('hash of all starts that are sent under one key: the key with others is another body'),
});

/** Bytes that parameters and labels of a run may have as JSON: the event must fit into a record (L43). */
const MAX_START_BYTES = 128 * 1024;

/** Starts a run of a workflow version. Rejects UNKNOWN_WORKFLOW, ALREADY_STARTED, INVALID_PARAMETERS, TOO_LARGE. */
export const startRun = defineCommand('StartRun', schema, (run, data, meta) => {
  const name = `${data.project}/${data.workflow}`;
  if (run) return reject('ALREADY_STARTED', `Could not start run ${data.run}: it is ${run.phase}.`);
  if (!meta.definition) {
    const version = data.version === undefined ? '' : ` version ${data.version}`;
    return reject('UNKNOWN_WORKFLOW', `Could not start ${name}${version}: there is no such workflow.`);
  }
  const { definition } = meta.definition.graph;
  const start: RunStartedData = {
    ...startWithoutParams(data, meta.definition, meta.now),
    ...(meta.traceparent === undefined ? {} : { traceparent: meta.traceparent }),
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
  const bytes = sizeOf([params, start.labels]);
  if (bytes > MAX_START_BYTES) {
    return reject(
      'TOO_LARGE',
      `Could not start ${name}: its parameters and labels have ${bytes} bytes, at most ${MAX_START_BYTES} are taken.`,
    );
  }
  return [runStarted({ ...start, params })];
});

function startWithoutParams(
  data: z.infer<typeof schema>,
  { graph, version }: NonNullable<CommandMeta['definition']>,
  now: number,
): RunStartedData {
  const { labels, priority, timezone, timeoutMs } = graph.definition;
  return {
    run: data.run,
    project: data.project,
    workflow: data.workflow,
    version,
    definition: graph.hash,
    params: {},
    labels: { ...labels, ...data.labels },
    trigger: data.trigger,
    priority: data.priority ?? priority,
    logicalDate: [data.logicalDate ?? now, timezone],
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

/** Counts bytes only where characters alone do not tell that it is small. */
function sizeOf(value: JsonValue): number {
  const text = JSON.stringify(value);
  return text.length <= MAX_START_BYTES / 4 ? text.length : utf8ToBytes(text).length;
}
