import { editDistance } from '../definition/did-you-mean.js';

const MAX_LENGTH = 64;

/** The name that was probably meant; undefined when none is near enough to be a slip of the pen. */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.ceil(wrong.length / 3) + 1);
  if (wrong.length > MAX_LENGTH) return undefined;
  for (const name of names) {
    const found = editDistance(wrong, name, bestDistance);
    if (found < bestDistance) [best, bestDistance] = [name, found];
  }
  return best;
}

/** `Did you mean 'x'?`, or undefined. */
export function didYouMean(wrong: string, names: Iterable<string>): string | undefined {
  const name = nearestName(wrong, names);
  return name === undefined ? undefined : `Did you mean '${name}'?`;
}

/** Names for a message, at most 20, or the word for none. */
export function nameList(names: Iterable<string>): string {
  const all = [...names];
  if (all.length === 0) return 'nothing';
  const shown = all.slice(0, 20).join(', ');
  return all.length > 20 ? `${shown} and ${all.length - 20} more` : shown;
}
