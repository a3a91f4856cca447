/**
 * Files of a package may not import each other in a circle: which of them is ready when the other runs would depend
 * on who came first. Imports of types alone are gone at run time and do not count.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const IMPORT =
  /^(?:import\s*|(?:import|export)\s(?!type\s)([^;'"]*?)\sfrom\s*)['"](\.{1,2}\/[^'"]+\.js)['"]/gm;

/** Resolved imports by file, kept until the file changes. */
const known = new Map();

const toSource = (file, specifier) => resolve(dirname(file), specifier).replace(/\.js$/, '.ts');

/** True for `{ type A, type B }`, which imports nothing at run time. */
function isTypesOnly(clause = '') {
  const inner = /^\{([^}]*)\}$/.exec(clause.trim())?.[1];
  const names = inner?.split(',').filter((name) => name.trim() !== '') ?? [];
  return names.length > 0 && names.every((name) => /^\s*type\s/.test(name));
}

function importsOf(file) {
  const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (changed === undefined) return [];
  const cached = known.get(file);
  if (cached?.changed === changed) return cached.imports;
  const imports = [...readFileSync(file, 'utf8').matchAll(IMPORT)]
    .filter(([, clause]) => !isTypesOnly(clause))
    .map(([, , specifier]) => toSource(file, specifier));
  known.set(file, { changed, imports });
  return imports;
}

/** The files from `start` to `goal` along imports, undefined when none leads there. */
function pathBetween(start, goal, seen = new Set()) {
  if (start === goal) return [start];
  if (seen.has(start)) return undefined;
  seen.add(start);
  for (const next of importsOf(start)) {
    const rest = pathBetween(next, goal, seen);
    if (rest !== undefined) return [start, ...rest];
  }
  return undefined;
}

const isTypeImport = (node) =>
  node.importKind === 'type' ||
  node.exportKind === 'type' ||
  (node.specifiers?.length > 0 && node.specifiers.every((one) => one.importKind === 'type'));

export const noCycle = {
  meta: {
    type: 'problem',
    docs: { description: 'Files do not import each other in a circle.' },
    schema: [],
    messages: { cycle: 'This import closes a circle: {{circle}}. Move what both need into a third file.' },
  },
  create(context) {
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.') || isTypeImport(node)) return;
      const path = pathBetween(toSource(context.filename, specifier), context.filename);
      if (path === undefined) return;
      const circle = path.map((file) => file.slice(context.cwd.length + 1)).join(' → ');
      context.report({ node, messageId: 'cycle', data: { circle } });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};
