import type { ProblemList } from '../report/problem-list.js';
import type { Shape } from '../schema/shape.js';
import type { FoundValues } from '../values/found-values.js';
import type { Origin } from '../values/origin.js';
import { originInVariable } from '../values/origin.js';
import type { SettingSlot } from '../values/setting-slot.js';
import { nameOfPath } from '../values/setting-path.js';
import { tryReadText } from './read-text.js';

export interface VariableSource {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly readText: (path: string) => string;
}

/** Takes over what the variables say, in place of what is there. */
export function readVariables(
  slots: readonly SettingSlot[],
  source: VariableSource,
  values: FoundValues,
  problems: ProblemList,
): void {
  for (const slot of slots) {
    const found = textOf(slot, source);
    if (found === undefined) continue;
    if ('text' in found) {
      values.put(slot.path, valueOf(found.text, slot.shape), found.origin);
      continue;
    }
    values.noteBroken(slot.path);
    problems.add(found.origin, `${nameOfPath(slot.path)}: ${found.problem}`);
  }
}

type FoundText = { readonly origin: Origin } & ({ readonly text: string } | { readonly problem: string });

function textOf({ variable, fileVariable }: SettingSlot, source: VariableSource): FoundText | undefined {
  const text = variableIn(source, variable);
  const file = variableIn(source, fileVariable);
  if (file === undefined) return text;
  if (text === undefined) return { origin: file.origin, ...secretFrom(file.text, source) };
  return { origin: text.origin, problem: `${fileVariable ?? ''} is set as well; keep one of the two` };
}

function variableIn({ env }: VariableSource, variable: string | undefined) {
  const text = variable === undefined ? undefined : env[variable];
  return variable === undefined || text === undefined
    ? undefined
    : { text, origin: originInVariable(variable) };
}

function secretFrom(file: string, { readText }: VariableSource) {
  const reading = tryReadText(file, readText);
  if ('text' in reading) return { text: reading.text.replace(/\r?\n$/, '') };
  // The path is not shown: who mistook the variable for the other one has put the secret into it.
  return { problem: `the file that it names: ${reading.problem}` };
}

/** What the text of a variable means. A text that means nothing stays as it is: the schema refuses it. */
function valueOf(text: string, shape: Shape): unknown {
  if (shape.kind === 'list')
    return text.trim() === '' ? [] : text.split(',').map((item) => valueOf(item.trim(), shape.item));
  if (shape.kind !== 'value' || shape.reads === 'text') return text;
  if (shape.reads === 'boolean') return BOOLEANS.get(text) ?? text;
  return NUMBER.test(text) ? Number(text) : text;
}

const BOOLEANS = new Map([
  ['true', true],
  ['false', false],
]);
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
