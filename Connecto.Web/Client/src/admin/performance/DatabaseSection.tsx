import type { Wire } from '@connecto/client';
import { useLanguage } from '../../ui/language';
import { Section } from '../../ui/settings/Section';
import { momentOf } from '../../ui/times';
import { bytes, compact, none, percent, whole } from '../format';
import { DataTable } from '../tables/DataTable';
import { useAdminTexts } from '../texts';
import { StatementTable } from './StatementTable';

/** What PostgreSQL tells of itself: tables, and indexes that nothing uses. */
export function DatabaseSection({ database, asOf }: { database: Wire['DatabaseFigures']; asOf: string }) {
  const t = useAdminTexts().performance;
  const { language } = useLanguage();
  const count = (n: number) => compact(n, language);
  const size = (n: number) => bytes(n, language);
  const inMemory = database.cacheHitRate === undefined ? none : percent(database.cacheHitRate, language);
  return (
    <>
      <Section title={t.tables}>
        <p className="quiet">{t.databaseHint(inMemory, whole(database.lockWaits, language), momentOf(asOf, language))}</p>
        <DataTable
          label={t.tables}
          rows={database.tables}
          keyOf={(table) => table.name}
          most={40}
          columns={[
            { name: t.table, cell: (table) => <code>{table.name}</code>, sortBy: (table) => table.name },
            { name: t.size, numeric: true, cell: (table) => size(table.bytes), sortBy: (table) => table.bytes },
            {
              name: t.indexSize,
              numeric: true,
              cell: (table) => size(table.indexBytes),
              sortBy: (table) => table.indexBytes,
            },
            { name: t.live, numeric: true, cell: (table) => count(table.liveRows), sortBy: (table) => table.liveRows },
            { name: t.dead, numeric: true, cell: (table) => count(table.deadRows), sortBy: (table) => table.deadRows },
            {
              name: t.scans,
              numeric: true,
              cell: (table) => count(table.sequentialScans),
              sortBy: (table) => table.sequentialScans,
            },
            {
              name: t.indexScans,
              numeric: true,
              cell: (table) => count(table.indexScans),
              sortBy: (table) => table.indexScans,
            },
          ]}
        />
      </Section>
      <Section title={t.statements}>
        <StatementTable statements={database.statements} />
      </Section>
      {database.unusedIndexes.length > 0 && (
        <Section title={t.unusedIndexes}>
          <DataTable
            label={t.unusedIndexes}
            rows={database.unusedIndexes}
            keyOf={(index) => index.name}
            columns={[
              { name: t.index, cell: (index) => <code>{index.name}</code>, sortBy: (index) => index.name },
              { name: t.table, cell: (index) => <code>{index.table}</code>, sortBy: (index) => index.table },
              { name: t.size, numeric: true, cell: (index) => size(index.bytes), sortBy: (index) => index.bytes },
            ]}
          />
        </Section>
      )}
    </>
  );
}
