import { describe, expect, it } from 'vitest';
import { detailOf } from './detail';

describe('The detail of an audit entry', () => {
  it('is what was given, without what was not', () => {
    expect(detailOf({ banned: true, roles: null, password: false })).toEqual([
      ['banned', 'true'],
      ['password', 'false'],
    ]);
  });

  it('shows lists in short, and that a list was empty', () => {
    expect(detailOf({ roles: ['admin'] })).toEqual([['roles', 'admin']]);
    expect(detailOf({ roles: [] })).toEqual([['roles', '[]']]);
    expect(detailOf({ userIds: ['1', '2', '3', '4', '5', '6', '7'] })).toEqual([['userIds', '1, 2, 3, 4, 5 … (7)']]);
  });

  it('is nothing where there is none', () => {
    expect(detailOf(null)).toEqual([]);
    expect(detailOf({})).toEqual([]);
    expect(detailOf({ from: { status: 'open' } })).toEqual([['from', '{"status":"open"}']]);
  });
});
