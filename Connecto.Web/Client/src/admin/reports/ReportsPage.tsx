import type { Wire } from '@connecto/client';
import { Flag } from 'lucide-react';
import { useState } from 'react';
import { usePages } from '../../ui/app/usePages';
import { Empty } from '../../ui/parts/Empty';
import { Listing } from '../../ui/parts/Listing';
import { Tabs } from '../../ui/parts/Tabs';
import { Page } from '../../ui/shell/Page';
import { useAdmin } from '../app/AdminContext';
import { useNames } from '../app/useNames';
import { useAdminTexts } from '../texts';
import { type Asked, ReportActs } from './ReportActs';
import { ReportCard } from './ReportCard';

type Status = Wire['ReportStatus'];

/** Others report and settle while the list is open. */
const refreshMs = 30_000;

/** What members have reported: what waits first, and what became of the rest. */
export default function ReportsPage() {
  const t = useAdminTexts();
  const { api } = useAdmin();
  const [status, setStatus] = useState<Status>('open');
  // Here, as a report that is settled leaves the list while the dialog still tells of it.
  const [asking, setAsking] = useState<Asked | null>(null);
  const query = usePages(
    ['reports', status],
    (page) => api.route('GET', '/admin/reports', { query: { ...page, status } }),
    true,
    refreshMs,
  );
  const reports = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const names = useNames(reports.flatMap(({ senderId, reporterId, resolvedBy }) => [senderId, reporterId, resolvedBy]));
  return (
    <Page title={t.nav.reports} icon={Flag}>
      <Tabs
        label={t.reports.status}
        chosen={status}
        onChoose={setStatus}
        tabs={[
          ['open', t.reports.open],
          ['resolved', t.reports.resolved],
          ['dismissed', t.reports.dismissed],
        ]}
      />
      <Listing query={query} empty={<Empty icon={Flag} title={t.reports.none} />} className="rows">
        {(report) => (
          <ReportCard key={report.id} report={report} names={names} onAsk={(act) => setAsking({ report, act })} />
        )}
      </Listing>
      {asking && <ReportActs {...asking} names={names} onClose={() => setAsking(null)} />}
    </Page>
  );
}
