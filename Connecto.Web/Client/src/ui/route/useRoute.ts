import { useMemo, useSyncExternalStore } from 'react';
import { parseRoute, pathOf, type Route } from './route';

const moved = 'connecto:moved';

/** Where one is now. */
export function useRoute(): Route {
  const address = useSyncExternalStore(watch, () => location.pathname + location.search);
  return useMemo(() => {
    const { pathname, search } = new URL(address, location.origin);
    return parseRoute(pathname, search);
  }, [address]);
}

/** Goes there; `replace` leaves no step to come back to. */
export function go(route: Route, { replace = false } = {}): void {
  const path = pathOf(route);
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
