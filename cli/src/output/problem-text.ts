import type { Problem } from '../cli-error.js';
import type { Painter } from './colours.js';
import { neutralise } from './escapes.js';

/** In a file, else the parameter: of the run, or of a query. */
function placeOf({ file, line, column, param }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined);
  if (file !== undefined || line !== undefined) return `${place.join(':')}: `;
  return param === undefined || param === '' ? '' : `${param}: `;
}

/** A message may have several lines: each is made harmless by itself. */
const harmless = (text: string): string => text.split('\n').map(neutralise).join('\n');

/** A problem for people: `file:line:column: CODE message` or `param: CODE message`, and its hint on a line of its own. */
export function problemLines(problem: Problem, paint: Painter): readonly string[] {
  const place = neutralise(placeOf(problem));
  const head = `${place}${paint('red', neutralise(problem.code))} ${harmless(problem.message)}`;
  return problem.hint === undefined
    ? [head]
    : [head, `  ${paint('cyan', 'hint:')} ${harmless(problem.hint)}`];
}
