import type { JsonValue, ValueType } from '../definition/workflow-definition.js';
import { decodeValue, encodeValue } from '../expressions/encode-value.js';
import { displayValue } from '../expressions/format-value.js';
import { kindOf } from '../expressions/value-kind.js';
import { coerceValue } from '../parameters/coerce-value.js';
import type { CurrentAttempt } from './current-attempt.js';

/** All outputs of a run together are at most this long, encoded (workflow-format §7). */
export const MAX_RUN_OUTPUT_BYTES = 8 * 1024 * 1024;

type Encoded = Readonly<Record<string, JsonValue>>;

export type CheckedOutputs =
  | { readonly ok: true; readonly outputs: Encoded; readonly bytes: number }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Declared outputs must be there and of their type; others pass as they are. */
export function checkOutputs({ run, node }: CurrentAttempt, given: Encoded | undefined): CheckedOutputs {
  const declared = node.definition.outputs;
  if (given === undefined && declared === undefined) return { ok: true, outputs: {}, bytes: 0 };
  const outputs: Record<string, JsonValue> = { ...given };
  for (const [name, type] of Object.entries(declared ?? {})) {
    const value = given?.[name];
    if (value === undefined) {
      return {
        ok: false,
        code: 'OUTPUTS_MISSING',
        message: `The output '${name}' is declared and was not given.`,
      };
    }
    const coerced = coerceOutput(type, value, run.graph.definition.timezone);
    if (!coerced.ok)
      return { ok: false, code: 'OUTPUTS_TYPE', message: `The output '${name}': ${coerced.message}` };
    outputs[name] = coerced.value;
  }
  const bytes = Object.keys(outputs).length === 0 ? 0 : JSON.stringify(outputs).length;
  if (run.outputBytes + bytes > MAX_RUN_OUTPUT_BYTES) {
    return { ok: false, code: 'OUTPUTS_TOO_LARGE', message: 'The outputs of the run exceed 8 MiB in all.' };
  }
  return { ok: true, outputs, bytes };
}

type Coerced =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly message: string };

function coerceOutput(type: ValueType, value: JsonValue, zone: string): Coerced {
  try {
    const given = decodeValue(value);
    if (kindOf(given) === type) return { ok: true, value };
    return { ok: true, value: encodeValue(coerceValue(type, displayValue(given), zone)) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
