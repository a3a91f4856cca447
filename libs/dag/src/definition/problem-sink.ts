import type { DocumentLocator } from './document-locator.js';
import type { DocumentPath } from './document-path.js';
import { toPointer } from './document-path.js';
import { INPUT_LIMITS } from './input-limits.js';
import type { TextPosition } from './line-index.js';
import { escapeText } from './quote-text.js';
import type { ValidationProblem } from './validation-problem.js';

/** What of a value is meant: its key in the map above it, or the value itself. */
export type PlacePart = 'key' | 'value';

/** Line and column of a value, or of a character of its text: `offset` counts from the first one, behind the quote. */
export type Locate = (path: DocumentPath, part: PlacePart, offset?: number) => TextPosition;

export interface ProblemDetails {
  /** A function where the hint costs time: it is asked for the first hundred problems only. */
  readonly hint?: string | undefined | (() => string | undefined);
  /** Default `value`. */
  readonly part?: PlacePart;
  /** Into the text of the scalar; default: the scalar as a whole. */
  readonly offset?: number;
}

/**
 * Collects what is wrong with one document: each problem once, in the order of the file, at most 1000. Whoever reads a
 * part of the document has it at hand, and with it what the document says beyond its values.
 */
export interface ProblemSink {
  /** The text of a scalar as it is written (`1.10`, `0x1F`); undefined for everything else. */
  readonly writtenAt: (path: DocumentPath) => string | undefined;
  add(code: string, path: DocumentPath, message: string, details?: ProblemDetails): void;
  /** Something that is allowed but probably not meant. */
  warn(code: string, path: DocumentPath, message: string, details?: ProblemDetails): void;
  /** A problem that has its place already. */
  include(problem: ValidationProblem): void;
  readonly problems: () => readonly ValidationProblem[];
  readonly warnings: () => readonly ValidationProblem[];
}

export function createProblemSink({ locate, writtenAt }: DocumentLocator): ProblemSink {
  const problems = createList();
  const warnings = createList();
  const build = (
    code: string,
    path: DocumentPath,
    message: string,
    details: ProblemDetails = {},
  ): ValidationProblem => {
    const position = locate(path, details.part ?? 'value', details.offset);
    const hint = hintText(details.hint, problems.size() + warnings.size() < COSTLY_HINTS);
    return { code, message: escapeText(message), ...hint, pointer: toPointer(path), ...position };
  };
  return {
    writtenAt,
    add: (code, path, message, details) => problems.push(() => build(code, path, message, details)),
    warn: (code, path, message, details) => warnings.push(() => build(code, path, message, details)),
    include: (problem) => problems.push(() => problem),
    problems: problems.inOrder,
    warnings: warnings.inOrder,
  };
}

const COSTLY_HINTS = 100;

function hintText(hint: ProblemDetails['hint'], affordable: boolean): { readonly hint?: string } {
  const text = typeof hint === 'function' ? (affordable ? hint() : undefined) : hint;
  return text === undefined ? {} : { hint: escapeText(text) };
}

interface ProblemList {
  size(): number;
  push(build: () => ValidationProblem): void;
  readonly inOrder: () => readonly ValidationProblem[];
}

function createList(): ProblemList {
  const seen = new Map<string, ValidationProblem>();
  let left = 0;
  return {
    size: () => seen.size,
    push: (build) => {
      if (seen.size >= INPUT_LIMITS.problems) {
        left += 1;
        return;
      }
      const problem = build();
      const { code, pointer, line, column, message } = problem;
      const key = [code, pointer, line, column, message].join('\n');
      if (!seen.has(key)) seen.set(key, problem);
    },
    inOrder: () => {
      const sorted = [...seen.values()].sort((a, b) => a.line - b.line || a.column - b.column);
      return left > 0 ? [...sorted, furtherProblems(left)] : sorted;
    },
  };
}

function furtherProblems(count: number): ValidationProblem {
  const message = `There are ${count} further problems: correct these first.`;
  return { code: 'TOO_MANY_PROBLEMS', message, pointer: '', line: 1, column: 1 };
}
