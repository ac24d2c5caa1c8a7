import { Activity } from 'lucide-react';
import { Page } from '../../ui/shell/Page';
import { LiveStatus } from '../app/LiveStatus';
import { useLive } from '../live/useLive';
import { useAdminTexts } from '../texts';
import { BottleneckList } from './BottleneckList';
import { LiveCharts } from './LiveCharts';
import { Processes } from './Processes';
import { Tiles } from './Tiles';

export default function OverviewPage() {
  const t = useAdminTexts();
  const { cluster } = useLive();
  return (
    <Page title={t.nav.overview} icon={Activity} actions={<LiveStatus />}>
      <Tiles />
      <BottleneckList />
      <LiveCharts />
      <Processes />
      {cluster && <p className="quiet">{t.live.build(cluster.version, cluster.runtime)}</p>}
    </Page>
  );
}
