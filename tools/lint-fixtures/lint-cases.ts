import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const CASES = join(import.meta.dirname, 'cases');
export const REPOSITORY = resolve(import.meta.dirname, '../..');

/** One file of `cases/`: code that breaks rules, or that must be let through, and where it pretends to stand. */
export interface LintCase {
  readonly name: string;
  /** Absolute path at which the text is linted; no such file need exist. */
  readonly path: string;
  readonly text: string;
  /** Rule and line (counted from 1; 0: anywhere in the file) of each finding that must come. */
  readonly bites: readonly { readonly rule: string; readonly line: number }[];
  /** Rules that must not report anything in this file. */
  readonly passes: readonly string[];
}

const names = (list: string): string[] => list.split(',').map((name) => name.trim());

function bitesOf(text: string): LintCase['bites'] {
  return text.split('\n').flatMap((line, index) => {
    const [, next, list] = /\/\/ (?:@ts-ignore -- )?bites( next)?: (.+)$/.exec(line) ?? [];
    if (list === undefined) return [];
    const isAlone = line.startsWith('// bites:');
    const at = isAlone ? 0 : index + (next === undefined ? 1 : 2);
    return names(list).map((rule) => ({ rule, line: at }));
  });
}

function padded(text: string): string {
  const wanted = Number(/^\/\/ padded to: (\d+) lines$/m.exec(text)?.[1] ?? 0);
  const missing = wanted - text.trimEnd().split('\n').length;
  return missing > 0 ? text.trimEnd() + '\n//'.repeat(missing) : text;
}

function readCase(file: string): LintCase {
  const text = padded(readFileSync(join(CASES, file), 'utf8'));
  const place = /^\/\/ stands at: (.+)$/m.exec(text)?.[1];
  if (place === undefined) throw new Error(`${file} does not say "// stands at: <path in the repository>".`);
  const passes = [...text.matchAll(/^\/\/ passes: (.+)$/gm)].flatMap(([, list = '']) => names(list));
  return { name: file, path: join(REPOSITORY, place), text, bites: bitesOf(text), passes };
}

/** All cases, in the order of their names. */
export function lintCases(): LintCase[] {
  return readdirSync(CASES).sort().map(readCase);
}

/** One program in which every case stands at its place, so that rules which need types can judge it. */
export function programOf(cases: readonly LintCase[]): ts.Program {
  const texts = new Map(cases.map(({ path, text }) => [path, text]));
  const config = ts.getParsedCommandLineOfConfigFile(
    join(REPOSITORY, 'tsconfig.spec.json'),
    { incremental: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  const { tsBuildInfoFile: _, ...options } = config?.options ?? {};
  const disk = ts.createCompilerHost(options, true);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => texts.has(file) || disk.fileExists(file),
    readFile: (file) => texts.get(file) ?? disk.readFile(file),
    getSourceFile: (file, languageVersion, ...rest) => {
      const text = texts.get(file);
      return text === undefined
        ? disk.getSourceFile(file, languageVersion, ...rest)
        : ts.createSourceFile(file, text, languageVersion, true);
    },
  };
  return ts.createProgram([...texts.keys()], options, host);
}
