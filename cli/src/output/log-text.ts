import { colouredLine, plainLine } from './escapes.js';

/** Makes a line of a log fit for where it goes. */
export type LineForm = (line: string) => string;

/** On a terminal colours at most; elsewhere nothing is changed. */
export function logLineForm(isTTY: boolean, colours: boolean): LineForm {
  if (!isTTY) return (line) => line;
  return colours ? colouredLine : plainLine;
}

/** Lines of a text that arrives in pieces. */
export async function* splitLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
