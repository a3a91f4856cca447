export interface Member {
  readonly id: string;
  /** What it had before; partitions of the same number of all topics belong together, so a number is enough. */
  readonly owned: readonly number[];
}

/**
 * Shares out partitions: as evenly as can be, and each stays where it was unless evenness asks for it to move. Where
 * two say that they had the same, the one that had more has it. Every member that knows the same makes the same.
 */
export function shareOut(
  members: readonly Member[],
  partitions: number,
): ReadonlyMap<string, readonly number[]> {
  const free = new Set(Array.from({ length: partitions }, (_, partition) => partition));
  const shares = keepOwned(members, partitions, free);
  const sizes = sizesOf(shares, partitions);
  for (const [id, share] of shares) {
    for (const partition of free) {
      if (share.length >= (sizes.get(id) ?? 0)) break;
      free.delete(partition);
      share.push(partition);
    }
    share.sort((a, b) => a - b);
  }
  return shares;
}

/** What each may keep of its own, those that had most first: the larger shares are theirs, and so fewest move. */
function keepOwned(
  members: readonly Member[],
  partitions: number,
  free: Set<number>,
): ReadonlyMap<string, number[]> {
  const least = Math.floor(partitions / members.length);
  let larger = partitions % members.length;
  const shares = new Map<string, number[]>();
  for (const { id, owned } of members.toSorted(byOwned)) {
    const own = [...new Set(owned)].filter((partition) => free.has(partition));
    const share = own.slice(0, larger > 0 ? least + 1 : least);
    if (share.length > least) larger -= 1;
    for (const partition of share) free.delete(partition);
    shares.set(id, share);
  }
  return shares;
}

/** How many each is to have: one more for as many as there are over, first for those that have them already. */
function sizesOf(
  shares: ReadonlyMap<string, readonly number[]>,
  partitions: number,
): ReadonlyMap<string, number> {
  const least = Math.floor(partitions / shares.size);
  const larger = partitions % shares.size;
  const ids = [...shares].toSorted(([, a], [, b]) => b.length - a.length).map(([id]) => id);
  return new Map(ids.map((id, index) => [id, index < larger ? least + 1 : least]));
}

function byOwned(a: Member, b: Member): number {
  return b.owned.length - a.owned.length || (a.id < b.id ? -1 : 1);
}
