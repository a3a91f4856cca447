import type { Document } from 'yaml';
import { LineCounter, parseDocument } from 'yaml';
import type { ProblemList } from '../report/problem-list.js';
import type { Origin } from '../values/origin.js';
import { originInFile } from '../values/origin.js';
import { yamlProblem } from './yaml-problems.js';

/** Lines with syntax errors that are told; after a bad one, the rest are often its echo. */
const MAX_SYNTAX_PROBLEMS = 10;

export interface YamlFile {
  /** The tree of nodes; null for a file that says nothing. */
  readonly root: unknown;
  readonly originAt: (offset: number) => Origin;
}

/** Reads one YAML 1.2 document. Undefined when it is none: that is added to the problems. */
export function readYaml(file: string, text: string, problems: ProblemList): YamlFile | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    resolveKnownTags: false,
    // Reported where the keys are read, with the section that has them.
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const originAt = (offset: number): Origin => {
    const { line, col } = lines.linePos(offset);
    return originInFile(file, { line: Math.max(line, 1), column: Math.max(col, 1) });
  };
  const found = syntaxProblems(document);
  addFirstOfLines(
    problems,
    found.map(({ offset, what }) => ({ origin: originAt(offset), what })),
  );
  return found.length > 0 ? undefined : { root: document.contents, originAt };
}

interface SyntaxProblem {
  readonly offset: number;
  readonly what: string;
}

function syntaxProblems({ errors, warnings, directives }: Document.Parsed): readonly SyntaxProblem[] {
  const found = [...errors, ...warnings].map(({ code, pos }) => ({
    offset: pos[0],
    what: yamlProblem(code),
  }));
  // Another version would read `yes` as true.
  return directives.yaml.explicit ? [{ offset: 0, what: yamlProblem('BAD_DIRECTIVE') }, ...found] : found;
}

function addFirstOfLines(
  problems: ProblemList,
  found: readonly { readonly origin: Origin; readonly what: string }[],
): void {
  const lines = new Map<number, (typeof found)[number]>();
  for (const problem of found) {
    const line = problem.origin.position?.line ?? 0;
    if (!lines.has(line)) lines.set(line, problem);
    if (lines.size >= MAX_SYNTAX_PROBLEMS) break;
  }
  for (const { origin, what } of lines.values()) problems.add(origin, what);
}
