/** A set of snapshots by one owner: the n-th full one of its epoch (L25). */
export interface SetNumber {
  readonly epoch: number;
  readonly n: number;
}

export function formatSet({ epoch, n }: SetNumber): string {
  return `${epoch}.${n}`;
}

export function parseSet(text: string): SetNumber {
  const [epoch, n] = text.split('.').map(Number);
  return { epoch: epoch ?? 0, n: n ?? 0 };
}

/** Newest first. */
export function newestFirst(a: SetNumber, b: SetNumber): number {
  return b.epoch - a.epoch || b.n - a.n;
}

/** Key in the compacted topic: a zombie's set displaces nothing of another's. */
export function snapshotKey(
  partition: number,
  set: string,
  kind: 'run' | 'dedup' | 'checkpoint',
  id: string,
): string {
  return `${partition}/${set}/${kind}/${id}`;
}
