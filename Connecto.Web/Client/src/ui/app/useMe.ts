import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Me } from '@connecto/client';
import { useApp } from './AppContext';

const key = ['me'];

/** One's own account, once it is known. */
export function useMe(): Me | undefined {
  const { api } = useApp();
  return useQuery({ queryKey: key, queryFn: () => api.me.get(), staleTime: 300_000 }).data;
}

/** Changes it, and shows what the server made of it. */
export function useChangeMe() {
  const { api } = useApp();
  const queries = useQueryClient();
  return async (change: Parameters<typeof api.me.change>[0]) => {
    queries.setQueryData(key, await api.me.change(change));
  };
}
