import type { Wire } from '@connecto/client';
import { useLanguage } from '../../ui/language';
import { compact, milliseconds, percent, whole } from '../format';
import { type Column, DataTable } from '../tables/DataTable';
import { useAdminTexts } from '../texts';

type Call = Wire['CallFigures'];

/** What calls of the API and the hub took lately. */
export function CallTable({ answer: { all, calls, withinSeconds } }: { answer: Wire['CallsAnswer'] }) {
  const t = useAdminTexts().performance;
  const { language } = useLanguage();
  const time = (name: string, of: (call: Call) => number): Column<Call> => ({
    name,
    numeric: true,
    cell: (call) => milliseconds(of(call), language),
    sortBy: of,
  });
  const number = (name: string, of: (call: Call) => number): Column<Call> => ({
    name,
    numeric: true,
    cell: (call) => compact(of(call), language),
    sortBy: of,
  });
  const failed = percent(all.count ? all.failures / all.count : 0, language);
  return (
    <>
      <p className="quiet">{t.callsHint(whole(all.count, language), whole(withinSeconds / 60, language), failed)}</p>
      <DataTable
        label={t.calls}
        rows={calls}
        keyOf={(call) => call.name}
        most={100}
        columns={[
          { name: t.call, cell: (call) => <code>{call.name}</code>, sortBy: (call) => call.name },
          number(t.count, (call) => call.count),
          number(t.failures, (call) => call.failures),
          number(t.refusals, (call) => call.refused),
          time('P50', (call) => call.medianMs),
          time('P95', (call) => call.p95Ms),
          time('P99', (call) => call.p99Ms),
          time(t.longest, (call) => call.longestMs),
        ]}
      />
    </>
  );
}
