import type { Value } from '@millrace/dag';
import { parseTypedJson } from '@millrace/dag';

/** What an attempt has given, or why it cannot be taken. */
export type OutputsRead =
  | { readonly outputs: Readonly<Record<string, Value>> }
  | { readonly code: 'OUTPUTS_INVALID' | 'OUTPUTS_TOO_LARGE'; readonly message: string };

interface Lines {
  readonly all: readonly string[];
  /** Index of the line that is read next. */
  next: number;
}

const REFUSED_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads outputs from the text of `$MILLRACE_OUTPUT`: lines `name=text`, `name:=json`, and `name<<WORD` with the text
 * in the lines up to one that is WORD alone. Empty lines are skipped; the last of two equal names counts. Failures
 * name the line, never its content, which may be secret. Source: workflow-format §7.
 */
export function parseOutputs(text: string): OutputsRead {
  const lines: Lines = { all: text.split('\n'), next: 0 };
  const outputs = new Map<string, Value>();
  while (lines.next < lines.all.length) {
    const line = lines.all[lines.next] ?? '';
    lines.next += 1;
    if (line.trim() === '') continue;
    const number = lines.next;
    const problem = readEntry(line, lines, outputs);
    if (problem !== undefined) {
      return { code: 'OUTPUTS_INVALID', message: `$MILLRACE_OUTPUT, line ${number}: ${problem}` };
    }
  }
  return { outputs: Object.fromEntries(outputs) };
}

function readEntry(line: string, lines: Lines, outputs: Map<string, Value>): string | undefined {
  const [, name, sign, rest = ''] = /^([A-Za-z_][A-Za-z0-9_-]*)(:=|<<|=)(.*)$/s.exec(line) ?? [];
  if (name === undefined) {
    return 'expected name=text, name:=json or name<<END; names are letters, digits, _ and -.';
  }
  if (REFUSED_NAMES.has(name)) return `"${name}" cannot be the name of an output; choose another.`;
  if (sign === ':=') return readJson(name, rest, outputs);
  if (sign === '<<') return readLines(name, { word: rest, lines }, outputs);
  outputs.set(name, rest);
  return undefined;
}

function readJson(name: string, json: string, outputs: Map<string, Value>): string | undefined {
  try {
    outputs.set(name, parseTypedJson(json));
    return undefined;
  } catch (error) {
    // Of the errors of the parser only this one does not quote the text.
    const isRange = error instanceof Error && 'code' in error && error.code === 'OUT_OF_RANGE';
    return `what follows ${name}:= ${isRange ? `cannot be taken: ${error.message}` : 'is not valid JSON.'}`;
  }
}

function readLines(
  name: string,
  block: { readonly word: string; readonly lines: Lines },
  outputs: Map<string, Value>,
): string | undefined {
  const { word, lines } = block;
  if (!/^\S+$/.test(word)) return `after ${name}<< one word is expected, such as ${name}<<END.`;
  const end = lines.all.indexOf(word, lines.next);
  if (end === -1) return `the line that ends ${name}<<, "${word}" alone, is missing.`;
  outputs.set(name, lines.all.slice(lines.next, end).join('\n'));
  lines.next = end + 1;
  return undefined;
}
