import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Presences } from './presences.js';

describe('presences', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const online = (presences: Presences) =>
    [...presences.now.value.values()].flatMap((each) => (each.online ? each.userId : []));

  it('follow who comes and goes', () => {
    const presences = new Presences();
    presences.up();
    presences.take([
      { userId: '2', online: true },
      { userId: '3', online: true },
    ]);
    presences.take([{ userId: '2', online: false, lastSeenAt: '2026-01-01T00:00:00.000Z' }]);
    expect(online(presences)).toEqual(['3']);
    expect(presences.now.value.get('2')?.lastSeenAt).toBe('2026-01-01T00:00:00.000Z');
  });

  it('stay in sight while the connection comes back, and are then those that it tells of', () => {
    const presences = new Presences();
    presences.up();
    presences.take([
      { userId: '2', online: true },
      { userId: '3', online: true },
    ]);
    presences.up();
    expect(online(presences)).toEqual(['2', '3']);
    presences.take([{ userId: '3', online: true }]);
    expect(online(presences)).toEqual(['3']);
    presences.up();
    vi.advanceTimersByTime(10_000);
    expect(online(presences)).toEqual([]);
  });
});
