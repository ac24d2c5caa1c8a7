import type { Planet } from '@connecto/client';
import { useQuery } from '@tanstack/react-query';
import { useTexts } from '../language';
import { useApp } from './AppContext';

export interface Peer {
  userId: string;
  displayName: string;
}

export const peerKey = (planetId: string | null) => ['peer', planetId];

/** The other one in a direct planet, which has no name of its own; not looked up for others. */
export function usePeer(planet: Planet | null | undefined): Peer | undefined {
  const { api, meId } = useApp();
  const id = planet?.kind === 'direct' ? planet.id : null;
  const { data } = useQuery({
    queryKey: peerKey(id),
    enabled: id !== null,
    staleTime: 600_000,
    gcTime: Infinity,
    queryFn: async (): Promise<Peer | null> => {
      const { items } = await api.planets.members(id!, { limit: 2 });
      return items.find(({ userId }) => userId !== meId) ?? null;
    },
  });
  return data ?? undefined;
}

/** What a planet is called in lists and titles. */
export function usePlanetName(planet: Planet | null | undefined): string {
  const t = useTexts();
  const peer = usePeer(planet);
  if (!planet) return '';
  if (planet.kind !== 'direct') return planet.name ?? '';
  return peer ? peer.displayName || t.inbox.deletedAccount : '…';
}
