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

const HYPHENATED = /\btasks\.([A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]*)+)/g;

/** The task name with hyphens in whose spelling (`tasks.no-data`) the offset lies. */
export function hyphenatedTask(text: string, offset: number): string | undefined {
  for (const match of text.matchAll(HYPHENATED)) {
    const end = match.index + match[0].length;
    if (match.index <= offset && offset <= end) return match[1];
  }
  return undefined;
}

export function hyphenHint(text: string, offset: number): string | undefined {
  const name = hyphenatedTask(text, offset);
  if (name === undefined) return undefined;
  return `CEL reads the hyphen as a minus: write tasks['${name}'].`;
}
