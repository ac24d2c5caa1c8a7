import { useCallback, useSyncExternalStore } from 'react';

/** The planet that is open, kept in the address as `#/planets/<id>`. */
export function useOpenPlanet(): [string | null, (planetId: string | null) => void] {
  const hash = useSyncExternalStore(watchHash, () => location.hash);
  const open = useCallback((planetId: string | null) => {
    location.hash = planetId ? `#/planets/${planetId}` : '';
  }, []);
  return [/^#\/planets\/(\d+)$/.exec(hash)?.[1] ?? null, open];
}

function watchHash(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}
