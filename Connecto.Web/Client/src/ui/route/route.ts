/** Where in the client one is. An address says all of it, so that each can be opened, kept and sent. */
export type Route =
  | { page: 'chats'; planetId?: string; seq?: number }
  | { page: 'travels'; travelId?: string }
  | { page: 'people' }
  | { page: 'search'; q?: string }
  | { page: 'notifications' }
  | { page: 'settings' }
  | { page: 'invite'; code: string }
  | { page: 'unknown' };

export function parseRoute(path: string, query = ''): Route {
  const [page = '', first, second, ...rest] = path.split('/').slice(1).map(decoded);
  if (rest.length > 0) return { page: 'unknown' };
  switch (page) {
    case '':
      return { page: 'chats' };
    case 'chats':
      return chats(first, second);
    case 'travels':
      return first === undefined ? { page } : isId(first) ? { page, travelId: first } : { page: 'unknown' };
    case 'invite':
      return first ? { page, code: first } : { page: 'unknown' };
    case 'search': {
      const q = new URLSearchParams(query).get('q');
      return q ? { page, q } : { page };
    }
    case 'people':
    case 'notifications':
    case 'settings':
      return { page };
    default:
      return { page: 'unknown' };
  }
}

export function pathOf(route: Route): string {
  switch (route.page) {
    case 'chats':
      return ['/chats', route.planetId, route.planetId && route.seq].filter(Boolean).join('/');
    case 'travels':
      return route.travelId ? `/travels/${route.travelId}` : '/travels';
    case 'invite':
      return `/invite/${encodeURIComponent(route.code)}`;
    case 'search':
      return route.q ? `/search?${new URLSearchParams({ q: route.q })}` : '/search';
    case 'unknown':
      return '/';
    default:
      return `/${route.page}`;
  }
}

/** The code of an invitation, from itself or from a link that holds it. */
export const codeOf = (text: string): string => {
  const last = text.trim().split(/[?#]/, 1)[0]!.replace(/\/+$/, '').split('/').at(-1)!;
  return decoded(last);
};

function chats(planetId?: string, seq?: string): Route {
  if (planetId === undefined || planetId === '') return { page: 'chats' };
  if (!isId(planetId)) return { page: 'unknown' };
  return seq && /^\d{1,15}$/.test(seq) ? { page: 'chats', planetId, seq: Number(seq) } : { page: 'chats', planetId };
}

const isId = (text: string): boolean => /^\d{1,19}$/.test(text);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
