/**
 * A first look at CEL text, in one pass and without recursion: where strings and comments are, how deep brackets go.
 * It bounds what the parser gets to see, and finds where a `${{` ends.
 */

export interface ScanProblem {
  readonly message: string;
  readonly offset: number;
}

const WORD = /[A-Za-z0-9_]+/y;
const LINE = /[^\r\n]*/y;
const TEXT_PREFIX = /^(?:r|b|br|rb)$/i;

function wordAt(source: string, index: number): string {
  WORD.lastIndex = index;
  return WORD.exec(source)?.[0] ?? '';
}

/** Index after the closing quote of the string that opens there; -1 when it never closes. */
function endOfString(source: string, start: number, raw: boolean): number {
  const quote = source[start] ?? '';
  const triple = source.startsWith(quote.repeat(3), start);
  const closing = triple ? quote.repeat(3) : quote;
  let index = start + closing.length;
  while (index < source.length) {
    if (source.startsWith(closing, index)) return index + closing.length;
    if (!triple && (source[index] === '\n' || source[index] === '\r')) return -1;
    index += source[index] === '\\' && !raw ? 2 : 1;
  }
  return -1;
}

export type TokenKind = 'text' | 'comment' | 'word' | 'space' | 'mark';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  /** Index after the token; -1 for text that never closes. */
  readonly end: number;
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'";
}

function endOfLine(source: string, start: number): number {
  LINE.lastIndex = start;
  return start + (LINE.exec(source)?.[0].length ?? 0);
}

/** The token at an index. A prefix such as `r` belongs to its string. */
export function tokenAt(source: string, start: number): Token {
  const char = source[start];
  if (isQuote(char)) return { kind: 'text', start, end: endOfString(source, start, false) };
  const word = wordAt(source, start);
  if (word !== '') {
    const end = start + word.length;
    const isPrefix = isQuote(source[end]) && TEXT_PREFIX.test(word);
    return isPrefix
      ? { kind: 'text', start, end: endOfString(source, end, /r/i.test(word)) }
      : { kind: 'word', start, end };
  }
  if (source.startsWith('//', start)) return { kind: 'comment', start, end: endOfLine(source, start) };
  return {
    kind: char === ' ' || char === '\n' || char === '\t' || char === '\r' ? 'space' : 'mark',
    start,
    end: start + 1,
  };
}

const OPENING = '([{';
const CLOSING = ')]}';

export interface Scan {
  /** The source with comments blanked out; every other character stays where it is. */
  readonly text: string;
  readonly tokens: number;
  /** How deep brackets are nested. */
  readonly depth: number;
  readonly problem?: ScanProblem;
}

interface OpenBracket {
  readonly char: string;
  readonly offset: number;
}

function bracketProblem(
  char: string,
  offset: number,
  open: OpenBracket | undefined,
): ScanProblem | undefined {
  if (open === undefined) return { message: `The '${char}' closes nothing.`, offset };
  if (OPENING.indexOf(open.char) === CLOSING.indexOf(char)) return undefined;
  return { message: `The '${open.char}' is closed by '${char}'.`, offset };
}

interface ScanState {
  readonly open: OpenBracket[];
  readonly pieces: string[];
  tokens: number;
  depth: number;
  problem?: ScanProblem;
}

function takeMark(char: string, offset: number, state: ScanState): void {
  if (OPENING.includes(char)) {
    state.open.push({ char, offset });
    state.depth = Math.max(state.depth, state.open.length);
  } else if (CLOSING.includes(char)) {
    const problem = bracketProblem(char, offset, state.open.pop());
    if (problem !== undefined) state.problem = problem;
  }
}

function takeToken(source: string, { kind, start, end }: Token, state: ScanState): void {
  state.pieces.push(kind === 'comment' ? ' '.repeat(end - start) : source.slice(start, end));
  if (kind !== 'space' && kind !== 'comment') state.tokens += 1;
  if (kind === 'mark') takeMark(source[start] ?? '', start, state);
}

/** Stops at the first problem: a string that never closes, brackets that do not match. */
export function scanSource(source: string): Scan {
  const state: ScanState = { open: [], pieces: [], tokens: 0, depth: 0 };
  let index = 0;
  while (index < source.length && state.problem === undefined) {
    const token = tokenAt(source, index);
    if (token.end === -1)
      state.problem = { message: 'The string that starts here never ends.', offset: index };
    else takeToken(source, token, state);
    index = token.end;
  }
  const last = state.open.at(-1);
  if (state.problem === undefined && last !== undefined) {
    state.problem = { message: `The '${last.char}' is never closed.`, offset: last.offset };
  }
  const { tokens, depth, problem } = state;
  return { text: state.pieces.join(''), tokens, depth, ...(problem === undefined ? {} : { problem }) };
}
