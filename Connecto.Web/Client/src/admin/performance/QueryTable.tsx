import type { Wire } from '@connecto/client';
import { useState } from 'react';
import { useLanguage } from '../../ui/language';
import { Dialog } from '../../ui/parts/Dialog';
import { compact, milliseconds } from '../format';
import { type Column, DataTable } from '../tables/DataTable';
import { useAdminTexts } from '../texts';

type Query = Wire['QueryFigures'];

/** What queries took since the processes started; a query's name opens its text. */
export function QueryTable({ queries }: { queries: readonly Query[] }) {
  const t = useAdminTexts().performance;
  const { language } = useLanguage();
  const [shown, setShown] = useState<Query | null>(null);
  const time = (name: string, of: (query: Query) => number): Column<Query> => ({
    name,
    numeric: true,
    cell: (query) => milliseconds(of(query), language),
    sortBy: of,
  });
  const number = (name: string, of: (query: Query) => number): Column<Query> => ({
    name,
    numeric: true,
    cell: (query) => compact(of(query), language),
    sortBy: of,
  });
  return (
    <>
      <DataTable
        label={t.queries}
        rows={queries}
        keyOf={(query) => query.name + query.sql}
        most={60}
        columns={[
          {
            name: t.query,
            cell: (query) =>
              query.sql ? (
                <button type="button" className="link" onClick={() => setShown(query)}>
                  <code>{query.name}</code>
                </button>
              ) : (
                <code>{query.name}</code>
              ),
            sortBy: (query) => query.name,
          },
          number(t.count, (query) => query.count),
          number(t.failures, (query) => query.failures),
          number(t.rows, (query) => query.rows),
          time(t.total, (query) => query.meanMs * query.count),
          time('P50', (query) => query.medianMs),
          time('P95', (query) => query.p95Ms),
          time('P99', (query) => query.p99Ms),
          time(t.longest, (query) => query.longestMs),
        ]}
      />
      {shown && (
        <Dialog title={shown.name} onClose={() => setShown(null)}>
          <pre className="sql" tabIndex={0}>
            {shown.sql}
          </pre>
        </Dialog>
      )}
    </>
  );
}
