import { useQuery } from '@tanstack/react-query';
import { useAdmin } from './AdminContext';

/** Most that are asked for at once. */
const most = 100;

/** The names of users by their ids, as far as they are known yet. */
export function useNames(ids: readonly (string | undefined)[]): ReadonlyMap<string, string> {
  const { api } = useAdmin();
  const wanted = [...new Set(ids.filter((id) => id !== undefined))].sort();
  const { data } = useQuery({
    queryKey: ['names', wanted.join()],
    enabled: wanted.length > 0,
    staleTime: 300_000,
    placeholderData: (known: Map<string, string> | undefined) => known,
    queryFn: async () => {
      const parts = Array.from({ length: Math.ceil(wanted.length / most) }, (_, i) => wanted.slice(i * most, (i + 1) * most));
      const users = await Promise.all(parts.map((part) => api.users.named(part)));
      return new Map(users.flat().map(({ id, displayName }) => [id, displayName]));
    },
  });
  return data ?? new Map();
}
