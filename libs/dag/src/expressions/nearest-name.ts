const MAX_LENGTH = 64;

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const change = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The name that was probably meant; undefined when none is near enough to be a slip of the pen. */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.ceil(wrong.length / 3) + 1);
  if (wrong.length > MAX_LENGTH) return undefined;
  for (const name of names) {
    if (Math.abs(name.length - wrong.length) >= bestDistance) continue;
    const found = distance(wrong.toLowerCase(), name.toLowerCase());
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
