import type { ParsedNode } from 'yaml';
import { composeDocument } from './compose-document.js';
import { INPUT_LIMITS } from './input-limits.js';
import type { LineIndex } from './line-index.js';
import { createLineIndex } from './line-index.js';
import { escapeText } from './quote-text.js';
import type { SyntaxProblem } from './scan-tokens.js';
import { scanTokens } from './scan-tokens.js';
import type { ValidationProblem } from './validation-problem.js';

/** A text that is syntactically one YAML 1.2 document within the limits. */
export interface YamlSource {
  readonly text: string;
  readonly lines: LineIndex;
  readonly root: ParsedNode;
}

export type YamlReading =
  | { readonly ok: true; readonly source: YamlSource }
  | { readonly ok: false; readonly problems: readonly ValidationProblem[] };

/** Control characters that YAML 1.2 does not allow in a stream (production 1, c-printable). */
const UNPRINTABLE = /[^\P{Cc}\t\n\r\u0085]/u;

/** Reads YAML or JSON text into a tree of nodes, limits first. JSON is read as the YAML that it is. */
export function readYaml(text: string): YamlReading {
  const before = checkText(text);
  if (before) return refused(text, [before]);
  const scan = scanTokens(text);
  if (scan.stopped) return refused(text, scan.problems);
  const { root, problems: found } = composeDocument(scan.tokens, text.length);
  const problems = [...scan.problems, ...found];
  if (problems.length > 0) return refused(text, problems);
  if (root === null || root.range[0] === root.range[1]) return refused(text, [emptyDocument]);
  return { ok: true, source: { text, lines: createLineIndex(text), root } };
}

const emptyDocument: SyntaxProblem = {
  code: 'EMPTY_DOCUMENT',
  message: 'The file is empty.',
  offset: 0,
  hint: 'begin with apiVersion: v1, kind: Workflow, name and tasks',
};

function checkText(text: string): SyntaxProblem | undefined {
  const size = text.length > INPUT_LIMITS.bytes ? text.length : new TextEncoder().encode(text).length;
  if (size > INPUT_LIMITS.bytes) {
    const message = `The file is larger than ${INPUT_LIMITS.bytes} bytes.`;
    return { code: 'TOO_LARGE', message, offset: 0, hint: 'move scripts and data into files of their own' };
  }
  const at = text.search(UNPRINTABLE);
  if (at < 0) return undefined;
  const code = text.charCodeAt(at).toString(16).padStart(4, '0');
  return {
    code: 'INVALID_CHARACTER',
    message: `The control character U+${code} is not allowed.`,
    offset: at,
  };
}

function refused(text: string, problems: readonly SyntaxProblem[]): YamlReading {
  const large = text.length > INPUT_LIMITS.bytes;
  const lines = createLineIndex(large ? '' : text);
  return { ok: false, problems: firstOfLine(problems.map((problem) => placed(problem, lines))) };
}

function placed(problem: SyntaxProblem, lines: LineIndex): ValidationProblem {
  const { code, offset } = problem;
  const message = escapeText(problem.message);
  const hint = problem.hint ?? syntaxHint(message, lines.lineAt(offset));
  const position = lines.positionOf(offset);
  return { code, message, ...(hint === undefined ? {} : { hint }), pointer: '', ...position };
}

/** One mistake often makes several syntax errors on its line: the first one says it. */
function firstOfLine(problems: readonly ValidationProblem[]): readonly ValidationProblem[] {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  return sorted.filter((problem, index) => problem.line !== sorted[index - 1]?.line);
}

const SYNTAX_HINTS: readonly (readonly [RegExp, string])[] = [
  [/alias/i, 'a value with * must be quoted, for example "* * * * *"'],
  [/^Tabs/, 'indent with spaces'],
  [/reserved character|block scalar header/i, 'put the value in quotes'],
  [/Nested mappings|Implicit map keys|implicit keys/i, 'put a value that contains ": " in quotes'],
  [/Missing closing/, 'close the quotes'],
];

function syntaxHint(message: string, line: string): string | undefined {
  const known = SYNTAX_HINTS.find(([pattern]) => pattern.test(message));
  if (known) return known[1];
  return line.includes('${{')
    ? 'put a value with ${{ }} in quotes where it stands inside { } or [ ]'
    : undefined;
}
