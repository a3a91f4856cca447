import type { LogLine } from '@millrace/events';
import type { ShownLine } from '@millrace/blobs';

/** What a page holds at most, characters of text. */
export const PAGE_TEXT = 1_048_576;

export function showLine(number: number, [at, stream, text, escaped]: LogLine): ShownLine {
  return { line: number, at, stream, text, ...(escaped ? { escaped } : {}) };
}

/** Stands for the lines from `from` to before `line`, which never arrived; it has the number of the last of them. */
export function showGap(from: number, { line, at }: ShownLine): ShownLine {
  const which = line - 1 === from ? `line ${from} is` : `lines ${from} to ${line - 1} are`;
  return { line: line - 1, at, stream: 'system', text: `[… ${which} missing]` };
}
