const MAX_DISTANCE = 2;

/** The candidate nearest to a misspelt word: at most two edits away, and never most of the word. */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let best = Math.min(MAX_DISTANCE, Math.floor(word.length / 2)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate, best);
    if (distance >= best) continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

/** `did you mean 'x'?`, or undefined when nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const nearest = nearestWord(word, candidates);
  return nearest === undefined ? undefined : `did you mean '${nearest}'?`;
}

/** Levenshtein's distance over lower-cased text; `limit` when it is not smaller than that. */
export function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  const from = left.toLowerCase();
  const to = right.toLowerCase();
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = nextRow(previous, from.charAt(row - 1), to, row);
    if (Math.min(...current) >= limit) return limit;
    previous = current;
  }
  return Math.min(previous[to.length] ?? limit, limit);
}

function nextRow(previous: readonly number[], character: string, to: string, row: number): number[] {
  const current = [row];
  for (let column = 1; column <= to.length; column += 1) {
    const replaced = (previous[column - 1] ?? 0) + (to.charAt(column - 1) === character ? 0 : 1);
    current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
  }
  return current;
}
