import type { Wire } from '@connecto/client';
import type { Reads } from './rates';

type Cluster = Wire['ClusterAnswer'];
type Calls = Wire['CallsAnswer'];
type Queries = Wire['QueriesAnswer'];

/** What the cluster said at one moment (milliseconds since 1970). */
export interface Sample {
  at: number;
  connections: number;
  activePlanets: number;
  messages: ReadonlyMap<string, number>;
  deliveries: ReadonlyMap<string, number>;
  counterAgeMs: number;
  pendingCounters: number;
  queuedBatches: number;
  /** Null until calls are known or while none was made. */
  calls: { p50: number; p95: number; p99: number; failed: number; refused: number } | null;
  reads: Reads;
  poolWaits: ReadonlyMap<string, number>;
  /** Connections to PostgreSQL and who waits for one; null until they are known. */
  pool: { busy: number; idle: number; most: number; waiting: number } | null;
}

/** Samples older than this are given up. */
export const keptMs = 15 * 60_000;

export function sampleOf(at: number, cluster: Cluster, calls?: Calls, queries?: Queries): Sample {
  const { silos, webNodes } = cluster;
  const pools = queries?.pools ?? [];
  const caches = queries?.caches ?? [];
  return {
    at,
    connections: sum(webNodes, (node) => node.connections),
    activePlanets: sum(silos, (silo) => silo.activePlanets),
    // A process that starts again is another one, also at the same address.
    messages: new Map(silos.map((silo) => [silo.address + silo.startedAt, silo.writtenMessages ?? 0])),
    deliveries: new Map(webNodes.map((node) => [node.id, node.deliveries])),
    counterAgeMs: Math.max(0, ...silos.map((silo) => silo.counterAgeMs ?? 0)),
    pendingCounters: sum(silos, (silo) => silo.pendingCounters),
    queuedBatches: sum(silos, (silo) => silo.queuedBatches),
    calls: callsOf(calls),
    // Sums of some processes are no earlier ones of all of them: one may have missed a poll.
    reads: {
      of: `${queries?.processIds.join()} ${queries?.cacheNodes}`,
      hits: sum(caches, (cache) => cache.hits),
      misses: sum(caches, (cache) => cache.misses),
    },
    poolWaits: new Map(queries ? [[queries.processIds.join(), sum(pools, (pool) => pool.waits)]] : []),
    pool: queries
      ? {
          busy: sum(pools, (pool) => pool.busy),
          idle: sum(pools, (pool) => pool.idle),
          most: sum(pools, (pool) => pool.most),
          waiting: sum(pools, (pool) => pool.waiting),
        }
      : null,
  };
}

/** With one more at the end, without those that are too old by then. */
export const withSample = (samples: readonly Sample[], next: Sample): Sample[] => [
  ...samples.filter(({ at }) => at > next.at - keptMs && at < next.at),
  next,
];

function callsOf(calls: Calls | undefined): Sample['calls'] {
  if (!calls || calls.all.count === 0) return null;
  const { count, failures, refused, medianMs, p95Ms, p99Ms } = calls.all;
  return { p50: medianMs, p95: p95Ms, p99: p99Ms, failed: failures / count, refused: refused / count };
}

const sum = <T,>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((total, item) => total + value(item), 0);
