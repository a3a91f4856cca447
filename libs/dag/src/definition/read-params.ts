import type { DocumentPath, JsonRecord } from './document-path.js';
import { bareRecord, isList } from './document-path.js';
import { NOT_YET_SUPPORTED, notYetSupported } from './future-features.js';
import { paramNameSchema } from './name-schemas.js';
import type { ProblemSink } from './problem-sink.js';
import { readNamed } from './read-named.js';
import { asRecord, readPart } from './read-part.js';
import { keptExtensions } from './split-extensions.js';
import type { ParamInput } from './workflow-schema.js';
import { paramSchema } from './workflow-schema.js';
import type { JsonValue, ParamDefinition } from './workflow-definition.js';

/** Reads `params`, in the order of the file. A parameter without a sound type is left out. */
export function readParams(sink: ProblemSink, value: JsonValue): Record<string, ParamDefinition> {
  const path = ['params'];
  const entries = readNamed(sink, path, asRecord(value, { sink, path }), paramNameSchema);
  return bareRecord(
    entries.flatMap(([name, entry]) => {
      const param = readParam(sink, [...path, name], entry);
      return param ? [[name, param] as const] : [];
    }),
  );
}

function readParam(sink: ProblemSink, path: DocumentPath, value: JsonValue): ParamDefinition | undefined {
  const record = asRecord(value, { sink, path });
  const { data, extensions } = readPart(paramSchema, record, { sink, path });
  if (data.secret === true) {
    const message = notYetSupported("'secret: true'");
    const hint = 'take it out only if everybody who sees the run may see the value';
    sink.add(NOT_YET_SUPPORTED, [...path, 'secret'], message, { hint });
  }
  if (data.type === undefined) return undefined;
  return { ...defineParam(data.type, data, record), ...keptExtensions(extensions) };
}

function defineParam(
  type: ParamDefinition['type'],
  data: Partial<ParamInput>,
  record: JsonRecord,
): ParamDefinition {
  const { min, max, pattern, description } = data;
  const { default: fallback, enum: allowed } = record;
  return {
    type,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(isList(allowed) ? { enum: allowed } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(pattern === undefined ? {} : { pattern }),
    required: data.required ?? false,
    ...(description === undefined ? {} : { description }),
    secret: data.secret ?? false,
  };
}
