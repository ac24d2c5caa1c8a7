import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Typists } from './typists.js';

describe('typists', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('are forgotten some seconds after they were told of, each by himself', () => {
    const typists = new Typists();
    typists.type(['2', '3']);
    vi.advanceTimersByTime(4_000);
    typists.type(['3']);
    expect(typists.now.value).toEqual(['2', '3']);
    vi.advanceTimersByTime(4_000);
    expect(typists.now.value).toEqual(['3']);
    vi.advanceTimersByTime(4_000);
    expect(typists.now.value).toEqual([]);
  });

  it('stop with their message, and tell nobody who already typed anew', () => {
    const typists = new Typists();
    const told = vi.fn();
    typists.now.watch(told);
    typists.type(['2']);
    typists.type(['2']);
    expect(told).toHaveBeenCalledTimes(1);
    typists.stop('2');
    expect(typists.now.value).toEqual([]);
  });
});
