/**
 * How large a pattern gets when its repetitions are written out: `(ab{3}){10}` is about 40. RE2 takes time for each
 * of these parts at each character, so this and the length of the text bound what a match costs. Never an
 * underestimate; classes and literal text that are read wrongly only make it larger.
 */

const REPETITION = /\{(\d{1,4})(?:,(\d{0,4}))?\}/y;

interface Group {
  /** Parts before the last atom. */
  done: number;
  /** Parts of the last atom, which a repetition would multiply. */
  last: number;
}

interface Reading {
  readonly pattern: string;
  readonly groups: Group[];
}

function addAtom({ groups }: Reading, size: number): void {
  const group = groups.at(-1);
  if (group === undefined) return;
  group.done += group.last;
  group.last = size;
}

function closeGroup(reading: Reading): void {
  const group = reading.groups.length > 1 ? reading.groups.pop() : undefined;
  addAtom(reading, group === undefined ? 1 : group.done + group.last + 1);
}

/** Reads the repetition at the index, if there is one; gives the index after it. */
function repeat({ pattern, groups }: Reading, index: number): number {
  REPETITION.lastIndex = index;
  const match = REPETITION.exec(pattern);
  const group = groups.at(-1);
  if (match === null || group === undefined) return index + 1;
  group.last *= Math.max(1, Number(match[1]) + 1, Number(match[2] ?? 0));
  return index + match[0].length;
}

/** Index after the class that opens there; what never closes is no pattern, and counted as text. */
function endOfClass(pattern: string, start: number): number {
  for (let index = start + 1; index < pattern.length; index += 1) {
    if (pattern[index] === '\\') index += 1;
    else if (pattern[index] === ']') return index + 1;
  }
  return start + 1;
}

function takeEscape(reading: Reading, index: number): number {
  const { pattern } = reading;
  if (pattern[index + 1] !== 'Q') {
    addAtom(reading, 1);
    return index + 2;
  }
  const end = pattern.indexOf('\\E', index + 2);
  const literal = (end === -1 ? pattern.length : end) - index;
  addAtom(reading, literal);
  return end === -1 ? pattern.length : end + 2;
}

/** Takes what stands at the index; gives the index after it. */
function take(reading: Reading, index: number): number {
  const { pattern, groups } = reading;
  switch (pattern[index]) {
    case '\\':
      return takeEscape(reading, index);
    case '[':
      addAtom(reading, 1);
      return endOfClass(pattern, index);
    case '(':
      groups.push({ done: 0, last: 0 });
      return index + 1;
    case ')':
      closeGroup(reading);
      return index + 1;
    case '{':
      return repeat(reading, index);
    case '*':
    case '+':
    case '?':
    case '|':
      return index + 1;
    default:
      addAtom(reading, 1);
      return index + 1;
  }
}

/** At least 1. */
export function patternSize(pattern: string): number {
  const reading: Reading = { pattern, groups: [{ done: 0, last: 0 }] };
  let index = 0;
  while (index < pattern.length) index = take(reading, index);
  return reading.groups.reduce((size, { done, last }) => size + done + last, 1);
}
