import type { Problem } from '../cli-error.js';
import type { Painter } from './colours.js';
import { neutralise } from './escapes.js';

function placeOf({ file, line, column }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined);
  return place.length === 0 || (file === undefined && line === undefined) ? '' : `${place.join(':')}: `;
}

/** A message may have several lines: each is made harmless by itself. */
const harmless = (text: string): string => text.split('\n').map(neutralise).join('\n');

/** A problem for people: `file:line:column: CODE message`, and its hint on a line of its own. */
export function problemLines(problem: Problem, paint: Painter): readonly string[] {
  const place = neutralise(placeOf(problem));
  const head = `${place}${paint('red', neutralise(problem.code))} ${harmless(problem.message)}`;
  return problem.hint === undefined
    ? [head]
    : [head, `  ${paint('cyan', 'hint:')} ${harmless(problem.hint)}`];
}
