import { describe, expect, it } from 'vitest';
import { codeOf, parseRoute, pathOf, type Route } from './route';

describe('A route', () => {
  const routes: Route[] = [
    { page: 'chats' },
    { page: 'chats', planetId: '7300000000000000001' },
    { page: 'chats', planetId: '12', seq: 99 },
    { page: 'travels' },
    { page: 'travels', travelId: '5' },
    { page: 'people' },
    { page: 'search' },
    { page: 'search', q: '제주 & 부산' },
    { page: 'notifications' },
    { page: 'settings' },
    { page: 'invite', code: 'a/b c' },
  ];

  it.each(routes)('comes back from its address: %j', (route) => {
    const { pathname, search } = new URL(pathOf(route), 'http://connecto');
    expect(parseRoute(pathname, search)).toEqual(route);
  });

  it.each(['/chats/../etc', '/chats/12x', '/nothing', '/invite', '/travels/1/2/3'])('is unknown at %s', (path) => {
    expect(parseRoute(path)).toEqual({ page: 'unknown' });
  });

  it('takes a code from a link or as it is', () => {
    expect(codeOf(' https://connecto.example/invite/AbC-1?x=1 ')).toBe('AbC-1');
    expect(codeOf('AbC-1')).toBe('AbC-1');
    expect(codeOf('/invite/AbC-1/')).toBe('AbC-1');
  });
});
