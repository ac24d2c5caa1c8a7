import { Gauge } from 'lucide-react';
import { Section } from '../../ui/settings/Section';
import { Page } from '../../ui/shell/Page';
import { LiveStatus } from '../app/LiveStatus';
import { LiveWaiting } from '../app/LiveWaiting';
import { useLive } from '../live/useLive';
import { BottleneckList } from '../overview/BottleneckList';
import { useAdminTexts } from '../texts';
import { CacheTable } from './CacheTable';
import { CallTable } from './CallTable';
import { DatabaseSection } from './DatabaseSection';
import { PoolTable } from './PoolTable';
import { QueryTable } from './QueryTable';

export default function PerformancePage() {
  const t = useAdminTexts();
  const { calls, queries } = useLive();
  return (
    <Page title={t.nav.performance} icon={Gauge} actions={<LiveStatus />}>
      <BottleneckList />
      <Section title={t.performance.calls}>
        {calls ? <CallTable answer={calls} /> : <LiveWaiting />}
      </Section>
      {queries ? (
        <>
          <Section title={t.performance.queries}>
            <p className="quiet">{t.performance.queriesHint(queries.processes)}</p>
            <QueryTable queries={queries.queries} />
          </Section>
          <Section title={t.live.pool}>
            <PoolTable pools={queries.pools} />
          </Section>
          <Section title={t.performance.caches}>
            <CacheTable caches={queries.caches} />
          </Section>
          {queries.database && queries.databaseAsOf && (
            <DatabaseSection database={queries.database} asOf={queries.databaseAsOf} />
          )}
        </>
      ) : (
        <LiveWaiting />
      )}
    </Page>
  );
}
