import type { SearchQuery } from '@connecto/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useApp } from '../app/AppContext';
import { useDebounced } from '../app/useDebounced';

/** Messages that hold all words, once somebody has stopped writing for a moment. */
export function useSearch(text: string, rest: Omit<SearchQuery, 'q' | 'limit' | 'cursor'>) {
  const { api } = useApp();
  const q = useDebounced(text.trim(), 250);
  const query = useInfiniteQuery({
    queryKey: ['search', q, rest],
    enabled: q !== '',
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.search.messages({ ...rest, q, limit: 30, ...(pageParam && { cursor: pageParam }) }, signal),
    getNextPageParam: (last) => (last.hasMore ? (last.nextCursor ?? undefined) : undefined),
  });
  return { q, query, first: query.data?.pages[0] };
}
