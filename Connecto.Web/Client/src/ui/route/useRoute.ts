import { useMemo, useSyncExternalStore } from 'react';
import { parseRoute, pathOf, type Route } from './route';

const moved = 'connecto:moved';

/** Where one is now. */
export function useRoute(): Route {
  const address = useAddress();
  return useMemo(() => {
    const { pathname, search } = new URL(address, location.origin);
    return parseRoute(pathname, search);
  }, [address]);
}

/** The page's path with its query, followed as it changes. */
export const useAddress = (): string => useSyncExternalStore(watch, () => location.pathname + location.search);

export const go = (route: Route, options?: { replace?: boolean }): void => goTo(pathOf(route), options);

/** Goes there; `replace` leaves no step to come back to. */
export function goTo(path: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  dispatchEvent(new Event(moved));
}

function watch(changed: () => void): () => void {
  addEventListener('popstate', changed);
  addEventListener(moved, changed);
  return () => {
    removeEventListener('popstate', changed);
    removeEventListener(moved, changed);
  };
}
