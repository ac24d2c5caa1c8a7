import type { Wire } from '@connecto/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useAdmin } from '../app/AdminContext';
import { type Sample, sampleOf, withSample } from './sample';

export interface Live {
  samples: readonly Sample[];
  cluster?: Wire['ClusterAnswer'];
  calls?: Wire['CallsAnswer'];
  queries?: Wire['QueriesAnswer'];
  stats?: Wire['StatsAnswer'];
  /** Whether the last polls were answered. */
  answered: boolean;
  /** Whether PostgreSQL does not answer, so that only processes tell of themselves. */
  databaseAway: boolean;
  /** Why calls or queries are not known, where none ever came. */
  failure: unknown;
  retry: () => void;
}

/** Processes report every 5 seconds. */
const pollMs = 5_000;
const slowPollMs = 10_000;

const LiveContext = createContext<Live>({
  samples: [],
  answered: true,
  databaseAway: false,
  failure: null,
  retry: () => undefined,
});

export const useLive = (): Live => useContext(LiveContext);

/**
 * Asks the cluster every few seconds while the page is in view, and keeps what it said for a quarter of an hour, whichever
 * page of the console is open. What has not changed comes as 304 to the browser, which has it.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { api } = useAdmin();
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const cluster = useQuery({
    queryKey: ['cluster'],
    queryFn: () => api.route('GET', '/admin/cluster'),
    refetchInterval: pollMs,
  });
  const calls = useQuery({
    queryKey: ['calls'],
    queryFn: () => api.route('GET', '/admin/calls'),
    refetchInterval: pollMs,
  });
  const queries = useQuery({
    queryKey: ['queries'],
    queryFn: () => api.route('GET', '/admin/queries'),
    refetchInterval: slowPollMs,
  });
  const stats = useQuery({
    queryKey: ['stats'],
    queryFn: () => api.route('GET', '/admin/stats'),
    refetchInterval: slowPollMs,
  });

  const { data, dataUpdatedAt } = cluster;
  const [callsNow, queriesNow] = [calls.data, queries.data];
  useEffect(() => {
    if (data) setSamples((known) => withSample(known, sampleOf(dataUpdatedAt, data, callsNow, queriesNow)));
  }, [data, dataUpdatedAt, callsNow, queriesNow]);

  const live: Live = {
    samples,
    cluster: data,
    calls: callsNow,
    queries: queriesNow,
    stats: stats.data,
    answered: [cluster, calls, queries].every(isAnswered),
    databaseAway: queriesNow !== undefined && queriesNow.database === undefined,
    failure: (queriesNow ? null : queries.error) ?? (callsNow ? null : calls.error),
    retry: () => {
      void queries.refetch();
      void calls.refetch();
    },
  };
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** Offline a poll does not even fail: it waits. */
const isAnswered = ({ isError, failureCount, fetchStatus }: UseQueryResult): boolean =>
  !isError && failureCount === 0 && fetchStatus !== 'paused';
