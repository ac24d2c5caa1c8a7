import { describe, expect, it } from 'vitest';
import { ago, plainDay, plainRange, shortly } from './times';

const now = new Date('2026-05-04T12:00:00');
const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();

describe('A time in a list', () => {
  it('is a time today, a name yesterday, and a day before that', () => {
    expect(shortly(before(1), 'en', now)).toMatch(/^11:00\sAM$/);
    expect(shortly(before(24), 'en', now)).toBe('yesterday');
    expect(shortly(before(24), 'ko', now)).toBe('어제');
    expect(shortly(before(24 * 5), 'en', now)).toBe('Apr 29');
    expect(shortly(before(24 * 400), 'ko', now)).toBe('2025년 3월 30일');
  });

  it('is told from now in the largest unit that fits', () => {
    expect(ago(before(0.5), 'en', now)).toBe('30 minutes ago');
    expect(ago(before(3), 'ko', now)).toBe('3시간 전');
    expect(ago(before(50), 'en', now)).toBe('2 days ago');
    expect(ago(before(-1), 'en', now)).toBe('this minute');
  });

  it('keeps a day the same in every time zone', () => {
    expect(plainDay('2026-05-04', 'en')).toBe('May 4, 2026');
    expect(plainRange('2026-05-04', '2026-05-09', 'en')).toMatch(/^May 4\s–\s9, 2026$/);
  });
});
