import { useMemo } from 'react';
import { useLanguage } from '../../ui/language';
import { Chart } from '../charts/Chart';
import { compact, milliseconds, percent, rate, whole } from '../format';
import { along, hitRate, perSecond } from '../live/rates';
import type { Sample } from '../live/sample';
import { useLive } from '../live/useLive';
import { useAdminTexts } from '../texts';

/** Three reports of a process: a rate over less would jump with the beat of polls. */
const overMs = 15_000;

export function LiveCharts() {
  const t = useAdminTexts().live;
  const { language } = useLanguage();
  const { samples } = useLive();
  const series = useMemo(() => seriesOf(samples), [samples]);
  const { times } = series;
  const perSecondText = (n: number) => t.perSecond(rate(n, language));
  const ms = (n: number) => milliseconds(n, language);
  const share = (n: number) => percent(n, language);
  const count = (n: number) => compact(n, language);
  return (
    <div className="charts">
      <Chart title={t.messages} times={times} lines={[{ name: t.messages, values: series.messages }]} show={perSecondText} />
      <Chart
        title={t.deliveries}
        hint={t.deliveriesHint}
        times={times}
        lines={[{ name: t.deliveries, values: series.deliveries }]}
        show={perSecondText}
      />
      <Chart
        title={t.connections}
        times={times}
        lines={[{ name: t.connections, values: series.connections }]}
        show={(n) => whole(n, language)}
        least={4}
      />
      <Chart
        title={t.callTimes}
        hint={t.lately}
        times={times}
        lines={[
          { name: 'P50', values: series.p50 },
          { name: 'P95', values: series.p95 },
          { name: 'P99', values: series.p99 },
        ]}
        show={ms}
      />
      <Chart
        title={t.errors}
        hint={t.lately}
        times={times}
        lines={[
          { name: t.failed, values: series.failed },
          { name: t.refused, values: series.refused },
        ]}
        show={share}
        least={0.01}
      />
      <Chart title={t.cacheHits} times={times} lines={[{ name: t.cacheHits, values: series.hits }]} show={share} least={1} />
      <Chart
        title={t.writeBehind}
        hint={t.writeBehindHint}
        times={times}
        lines={[{ name: t.writeBehind, values: series.counterAge }]}
        show={ms}
        least={500}
      />
      <Chart
        title={t.waiting}
        times={times}
        lines={[
          { name: t.counters, values: series.counters },
          { name: t.batches, values: series.batches },
        ]}
        show={count}
        least={10}
      />
      <Chart
        title={t.pool}
        hint={t.poolHint}
        times={times}
        lines={[
          { name: t.poolBusy, values: series.poolBusy },
          { name: t.poolIdle, values: series.poolIdle },
          { name: t.poolMost, values: series.poolMost },
        ]}
        show={(n) => whole(n, language)}
        least={4}
      />
      <Chart
        title={t.poolWaits}
        hint={t.poolWaitsHint}
        times={times}
        lines={[{ name: t.poolWaits, values: series.poolWaits }]}
        show={perSecondText}
        least={1}
      />
      <Chart
        title={t.poolWaiting}
        hint={t.poolWaitingHint}
        times={times}
        lines={[{ name: t.poolWaiting, values: series.poolWaiting }]}
        show={(n) => whole(n, language)}
        least={4}
      />
    </div>
  );
}

function seriesOf(samples: readonly Sample[]) {
  const of = <T,>(value: (sample: Sample) => T) => samples.map(value);
  const rates = (counts: (sample: Sample) => ReadonlyMap<string, number>) =>
    along(samples, overMs, (before, after) =>
      perSecond({ at: before.at, of: counts(before) }, { at: after.at, of: counts(after) }),
    );
  return {
    times: of(({ at }) => at),
    messages: rates((sample) => sample.messages),
    deliveries: rates((sample) => sample.deliveries),
    connections: of((sample) => sample.connections),
    p50: of((sample) => sample.calls?.p50 ?? null),
    p95: of((sample) => sample.calls?.p95 ?? null),
    p99: of((sample) => sample.calls?.p99 ?? null),
    failed: of((sample) => sample.calls?.failed ?? null),
    refused: of((sample) => sample.calls?.refused ?? null),
    hits: along(samples, 60_000, (before, after) => hitRate(before.reads, after.reads)),
    counterAge: of((sample) => sample.counterAgeMs),
    counters: of((sample) => sample.pendingCounters),
    batches: of((sample) => sample.queuedBatches),
    poolWaits: rates((sample) => sample.poolWaits),
    poolBusy: of((sample) => sample.pool?.busy ?? null),
    poolIdle: of((sample) => sample.pool?.idle ?? null),
    poolMost: of((sample) => sample.pool?.most ?? null),
    poolWaiting: of((sample) => sample.pool?.waiting ?? null),
  };
}
