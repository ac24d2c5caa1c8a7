import { describe, expect, it } from 'vitest';
import { along, hitRate, perSecond } from './rates';

const counted = (at: number, of: Record<string, number>) => ({ at, of: new Map(Object.entries(of)) });

describe('A rate of counters', () => {
  it('is what all processes counted in a second', () => {
    expect(perSecond(counted(0, { a: 10, b: 100 }), counted(5_000, { a: 20, b: 140 }))).toBe(10);
  });

  it('leaves out processes that came, went or began anew', () => {
    const before = counted(0, { stays: 10, goes: 5, restarts: 1_000 });
    expect(perSecond(before, counted(10_000, { stays: 30, comes: 700, restarts: 3 }))).toBe(2);
  });

  it('is not known without a process that was there before, and not without time', () => {
    expect(perSecond(counted(0, { a: 1 }), counted(5_000, { b: 9 }))).toBeNull();
    expect(perSecond(counted(5, { a: 1 }), counted(5, { a: 9 }))).toBeNull();
    expect(perSecond(counted(0, { a: 1 }), counted(5_000, { a: 1 }))).toBe(0);
  });
});

describe('A hit rate', () => {
  it('is that of the reads in between', () => {
    expect(hitRate({ of: 'a', hits: 100, misses: 100 }, { of: 'a', hits: 103, misses: 101 })).toBe(0.75);
  });

  it('is not known where nothing was read, or counters began anew', () => {
    expect(hitRate({ of: 'a', hits: 5, misses: 5 }, { of: 'a', hits: 5, misses: 5 })).toBeNull();
    expect(hitRate({ of: 'a', hits: 5, misses: 5 }, { of: 'a', hits: 1, misses: 9 })).toBeNull();
    expect(hitRate({ of: 'a', hits: 5, misses: 5 }, { of: 'a,b', hits: 900, misses: 5 })).toBeNull();
  });
});

describe('Items along time', () => {
  const items = [0, 5, 10, 15, 20, 40].map((at) => ({ at }));

  it('are compared with the latest that is old enough, or the first', () => {
    expect(along(items, 10, (before, after) => [before.at, after.at])).toEqual([
      null,
      [0, 5],
      [0, 10],
      [5, 15],
      [10, 20],
      [20, 40],
    ]);
  });
});
