import type { Page, PageQuery } from '@connecto/client';
import { useInfiniteQuery } from '@tanstack/react-query';

/** One of the server's lists under a key, further pages as they are asked for; read again every so many milliseconds. */
export const usePages = <T,>(key: readonly unknown[], list: (page: PageQuery) => Promise<Page<T>>, enabled = true, every?: number) =>
  useInfiniteQuery({
    queryKey: key,
    enabled,
    refetchInterval: every ?? false,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => list({ limit: 50, ...(pageParam && { cursor: pageParam }) }),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
