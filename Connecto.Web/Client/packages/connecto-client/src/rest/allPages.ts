import type { Page, PageQuery } from './model.js';

/** Walks a list to its end, at most `most` items of it: `allPages((page) => api.me.inbox(page))`. */
export async function allPages<T>(list: (page: PageQuery) => Promise<Page<T>>, most = 10_000): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: 100, ...(cursor && { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && items.length < most);
  return items;
}
