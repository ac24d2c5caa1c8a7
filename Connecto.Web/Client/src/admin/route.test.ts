import { describe, expect, it } from 'vitest';
import { parsePlace, type Place, placePath, targetPlace } from './route';

describe('A place of the console', () => {
  const places: Place[] = [
    { page: 'overview' },
    { page: 'performance' },
    { page: 'reports' },
    { page: 'announcements' },
    { page: 'planets' },
    { page: 'planets', q: '제주 & 부산' },
    { page: 'planets', id: '7300000000000000001' },
    { page: 'users', id: '12' },
    { page: 'audit' },
    { page: 'audit', actorId: '12', action: 'user.change' },
  ];

  it.each(places)('comes back from its address: %j', (place) => {
    const { pathname, search } = new URL(placePath(place), 'http://connecto');
    expect(parsePlace(pathname, search)).toEqual(place);
  });

  it.each(['/admin/nothing', '/admin/users/x', '/admin/users/1/2', '/admin/reports/1', '/chats'])('is unknown at %s', (path) => {
    expect(parsePlace(path)).toEqual({ page: 'unknown' });
  });

  it('is the overview with a slash at the end, too', () => {
    expect(parsePlace('/admin/')).toEqual({ page: 'overview' });
  });

  it('is that of what an entry of the audit log was done to', () => {
    expect(targetPlace('user:12')).toEqual({ page: 'users', id: '12' });
    expect(targetPlace('planet:34')).toEqual({ page: 'planets', id: '34' });
    expect(targetPlace('report:5')).toBeNull();
    expect(targetPlace(undefined)).toBeNull();
  });
});
