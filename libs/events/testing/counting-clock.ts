/** A clock that moves on by a millisecond whenever it is read. */
export function countingClock(start = 1_700_000_000_000): () => number {
  let now = start;
  return () => (now += 1);
}
