import { useMemo } from 'react';
import { useAddress } from '../ui/route/useRoute';

/** Where in the console one is. */
export type Place =
  | { page: 'overview' | 'performance' | 'reports' | 'announcements' | 'unknown' }
  | { page: 'planets' | 'users'; id?: string; q?: string }
  | { page: 'audit'; actorId?: string; action?: string; target?: string };

export function parsePlace(path: string, query = ''): Place {
  const [, admin, page = '', id, ...rest] = path.replace(/\/$/, '').split('/');
  const search = new URLSearchParams(query);
  if (admin !== 'admin' || rest.length > 0) return { page: 'unknown' };
  if (page === 'planets' || page === 'users') {
    if (id !== undefined) return /^\d{1,19}$/.test(id) ? { page, id } : { page: 'unknown' };
    const q = search.get('q');
    return q ? { page, q } : { page };
  }
  if (id !== undefined) return { page: 'unknown' };
  switch (page) {
    case '':
      return { page: 'overview' };
    case 'performance':
    case 'reports':
    case 'announcements':
      return { page };
    case 'audit': {
      const [actorId, action, target] = ['actorId', 'action', 'target'].map((name) => search.get(name));
      return { page, ...(actorId && { actorId }), ...(action && { action }), ...(target && { target }) };
    }
    default:
      return { page: 'unknown' };
  }
}

export function placePath(place: Place): string {
  switch (place.page) {
    case 'overview':
    case 'unknown':
      return '/admin';
    case 'planets':
    case 'users':
      if (place.id) return `/admin/${place.page}/${place.id}`;
      return place.q ? `/admin/${place.page}?${new URLSearchParams({ q: place.q })}` : `/admin/${place.page}`;
    case 'audit': {
      const { page: _, ...filters } = place;
      const search = new URLSearchParams(filters);
      return search.size > 0 ? `/admin/audit?${search}` : '/admin/audit';
    }
    default:
      return `/admin/${place.page}`;
  }
}

/** What an audit entry was done to, where that has a page: `user:12`, `planet:34`. */
export function targetPlace(target: string | undefined): Place | null {
  const [kind, id] = target?.split(':') ?? [];
  if (!id) return null;
  if (kind === 'user') return { page: 'users', id };
  return kind === 'planet' ? { page: 'planets', id } : null;
}

export function usePlace(): Place {
  const address = useAddress();
  return useMemo(() => {
    const { pathname, search } = new URL(address, location.origin);
    return parsePlace(pathname, search);
  }, [address]);
}
