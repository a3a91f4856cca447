import { PAGE_MAX } from '@millrace/api-contract';

export interface Page<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

export type ReadPage<P> = (query: { readonly limit: number; readonly cursor?: string }) => Promise<P>;

/** The first `limit` items of a list over as many pages as that takes; the API's answer itself where one is enough. */
export async function listItems<T>(read: ReadPage<Page<T>>, limit: number): Promise<Page<T>> {
  const first = await read({ limit: Math.min(limit, PAGE_MAX) });
  const items = [...first.items];
  let cursor = first.nextCursor;
  if (cursor === null || items.length >= limit) return first;
  while (cursor !== null && items.length < limit) {
    const page: Page<T> = await read({ cursor, limit: Math.min(limit - items.length, PAGE_MAX) });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return { ...first, items, nextCursor: cursor };
}
