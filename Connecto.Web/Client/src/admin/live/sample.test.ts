import { describe, expect, it } from 'vitest';
import { hitRate, perSecond } from './rates';
import { keptMs, sampleOf, withSample } from './sample';

const silo = (address: string, startedAt: string, writtenMessages: number, counterAgeMs: number) => ({
  address,
  version: '1',
  startedAt,
  activePlanets: 2,
  pendingCounters: 3,
  droppedCounters: 0,
  queuedBatches: 1,
  counterAgeMs,
  writtenMessages,
});
const node = (id: string, connections: number, deliveries: number) => ({
  id,
  host: 'host',
  version: '1',
  startedAt: '2026-01-01T00:00:00Z',
  connections,
  allocatedBytes: 0,
  deliveries,
});
const cluster = {
  runtime: 'local',
  version: '1',
  silos: [silo('a:1', 'x', 10, 40), silo('b:1', 'y', 5, 250)],
  webNodes: [node('n1', 3, 100), node('n2', 4, 7)],
};
const call = { name: 'all', count: 200, failures: 1, refused: 4, meanMs: 2, medianMs: 1, p95Ms: 5, p99Ms: 9, longestMs: 30 };

describe('A sample', () => {
  it('adds up what processes hold, and keeps what each has counted', () => {
    const sample = sampleOf(1_000, cluster);
    expect(sample).toMatchObject({ at: 1_000, connections: 7, activePlanets: 4, pendingCounters: 6, queuedBatches: 2 });
    expect([...sample.messages.values()]).toEqual([10, 5]);
    expect([...sample.deliveries]).toEqual([
      ['n1', 100],
      ['n2', 7],
    ]);
  });

  it('is as old as the oldest counter that waits anywhere', () => {
    expect(sampleOf(1, cluster).counterAgeMs).toBe(250);
    expect(sampleOf(1, { ...cluster, silos: [] }).counterAgeMs).toBe(0);
  });

  it('has calls as shares, and none where nobody called', () => {
    const calls = { withinSeconds: 600, all: call, calls: [] };
    expect(sampleOf(1, cluster, calls).calls).toEqual({ p50: 1, p95: 5, p99: 9, failed: 0.005, refused: 0.02 });
    expect(sampleOf(1, cluster, { ...calls, all: { ...call, count: 0 } }).calls).toBeNull();
    expect(sampleOf(1, cluster).calls).toBeNull();
  });

  it('does not compare sums of a poll that one process missed with those of all', () => {
    const pool = { name: 'p', waits: 0, meanMs: 0, waiting: 1, timeouts: 0, idle: 4, busy: 2, most: 10 };
    const cache = { kind: 'c', hits: 0, misses: 0, invalidations: 0, entries: 0 };
    const polled = (at: number, processIds: string[], waits: number, hits: number) =>
      sampleOf(at, cluster, undefined, {
        processes: processIds.length,
        processIds,
        cacheNodes: processIds.length,
        queries: [],
        bottlenecks: [],
        pools: [{ ...pool, waits }],
        caches: [{ ...cache, hits }],
      });
    const both = polled(0, ['a', 'b'], 1_000, 5_000);
    const one = polled(10_000, ['a'], 400, 2_000);
    const again = polled(20_000, ['a', 'b'], 1_010, 5_010);

    expect(perSecond({ at: one.at, of: one.poolWaits }, { at: again.at, of: again.poolWaits })).toBeNull();
    expect(perSecond({ at: both.at, of: both.poolWaits }, { at: again.at, of: again.poolWaits })).toBe(0.5);
    expect(hitRate(one.reads, again.reads)).toBeNull();
    expect(hitRate(both.reads, again.reads)).toBe(1);
    expect(again.pool).toEqual({ busy: 2, idle: 4, most: 10, waiting: 1 });
    expect(sampleOf(0, cluster).pool).toBeNull();
  });

  it('is kept for a quarter of an hour, once for each moment', () => {
    const [first, later, last] = [0, keptMs - 1, keptMs].map((at) => sampleOf(at, cluster));
    const kept = withSample(withSample(withSample([], first!), later!), last!);
    expect(kept.map(({ at }) => at)).toEqual([keptMs - 1, keptMs]);
    expect(withSample(kept, last!).map(({ at }) => at)).toEqual([keptMs - 1, keptMs]);
  });
});
