/** Hints for two things that people write in good faith and CEL reads otherwise. */

const RESERVED = new Set(
  (
    'false in null true as break const continue else for function if import let loop package namespace return var ' +
    'void while'
  ).split(' '),
);
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const OWNER = /[A-Za-z0-9_.[\]'"-]{1,200}$/;

/** For `tasks.in`: the word at the offset is one of CEL's own. */
export function reservedHint(text: string, offset: number): string | undefined {
  WORD.lastIndex = offset;
  const word = WORD.exec(text)?.[0];
  if (word === undefined || !RESERVED.has(word)) return undefined;
  const before = text.slice(Math.max(0, offset - 201), offset);
  if (!before.endsWith('.')) return `'${word}' is a word of CEL itself and cannot be a name.`;
  const owner = OWNER.exec(before.slice(0, -1))?.[0] ?? '';
  return `'${word}' is a word of CEL itself: write ${owner}['${word}'].`;
}

/** A name with hyphens behind what has names of the user's: tasks, their outputs, labels. */
const HYPHENATED =
  /\b(tasks|tasks(?:\.\w+|\['[^']*'\]|\["[^"]*"\])\.outputs|run\.labels)\.([A-Za-z_]\w*(?:-\w*)+)/g;

/** For `tasks.no-data`: the offset lies in a name with hyphens. */
export function hyphenHint(text: string, offset: number): string | undefined {
  for (const match of text.matchAll(HYPHENATED)) {
    const [whole, owner, name] = match;
    if (match.index > offset || offset > match.index + whole.length) continue;
    return `CEL reads the hyphen as a minus: write ${owner}['${name}'].`;
  }
  return undefined;
}
