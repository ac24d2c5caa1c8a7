import { describe, expect, it } from 'vitest';
import { eachMinute, type Frame, nearest, pathThrough, roundUp } from './scale';

const frame: Frame = { width: 100, height: 50, from: 0, to: 10, top: 10 };

describe('A chart', () => {
  it.each([
    [0, 1],
    [0.03, 0.05],
    [1, 1],
    [1.1, 2],
    [2.2, 2.5],
    [7, 10],
    [1_001, 2_000],
  ])('is as high as a round number: %d to %d', (value, top) => {
    expect(roundUp(value)).toBeCloseTo(top, 12);
  });

  it('draws a line that breaks where nothing is known', () => {
    expect(pathThrough([0, 5, 6, 10], [0, 10, null, 5], frame)).toBe('M0.0 50.0L50.0 0.0M100.0 25.0');
    expect(pathThrough([], [], frame)).toBe('');
  });

  it('keeps what is too high within it', () => {
    expect(pathThrough([0], [99], frame)).toBe('M0.0 0.0');
  });

  it('finds the nearest time', () => {
    expect(nearest([0, 5, 10], 6)).toBe(1);
    expect(nearest([], 6)).toBe(-1);
  });

  it('is told minute by minute, the newest first', () => {
    expect(eachMinute([0, 30_000, 59_999, 60_000, 125_000])).toEqual([4, 3, 2]);
  });
});
