import { allPages, type Member } from '@connecto/client';
import { useQuery } from '@tanstack/react-query';
import { useApp } from '../app/AppContext';

const most = 500;
const none: Member[] = [];

/** Those who are in a planet now, as far as a list of people is of use. */
export function useMembers(planetId: string, memberCount: number, enabled = true): Member[] {
  const { api } = useApp();
  const { data } = useQuery({
    queryKey: ['members', planetId, memberCount],
    enabled,
    staleTime: 60_000,
    placeholderData: (before: Member[] | undefined) => before,
    queryFn: async () => {
      const all = await allPages((page) => api.planets.members(planetId, page), most);
      return all.filter(({ status }) => status === 'active');
    },
  });
  return data ?? none;
}
