export interface TextPosition {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

export interface LineIndex {
  positionOf(offset: number): TextPosition;
  /** Text of the line in which the offset lies, without its end. */
  lineAt(offset: number): string;
  /** Text of a line by its 1-based number. */
  line(number: number): string;
  /** Offset of the first character of a line. */
  startOf(number: number): number;
}

/** Finds lines and columns of offsets. Lines end with LF or CR LF. */
export function createLineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const startOf = (number: number): number => starts[number - 1] ?? text.length;
  const line = (number: number): string =>
    text.slice(startOf(number), startOf(number + 1)).replace(/\r?\n$/, '');
  const positionOf = (offset: number): TextPosition => {
    const number = lastAtMost(starts, offset) + 1;
    return { line: number, column: offset - startOf(number) + 1 };
  };
  return { positionOf, line, startOf, lineAt: (offset) => line(positionOf(offset).line) };
}

function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
