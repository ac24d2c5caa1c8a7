import type { Wire } from '@connecto/client';
import { useLanguage } from '../../ui/language';
import { compact, none, percent } from '../format';
import { DataTable } from '../tables/DataTable';
import { useAdminTexts } from '../texts';

/** What the web nodes' caches did since each started. */
export function CacheTable({ caches }: { caches: readonly Wire['CacheRates'][] }) {
  const t = useAdminTexts().performance;
  const { language } = useLanguage();
  const count = (n: number) => compact(n, language);
  return (
    <DataTable
      label={t.caches}
      rows={caches}
      keyOf={(cache) => cache.kind}
      columns={[
        { name: t.kind, cell: (cache) => cache.kind, sortBy: (cache) => cache.kind },
        {
          name: t.hitRate,
          numeric: true,
          cell: ({ hitRate }) => (hitRate === undefined ? none : percent(hitRate, language)),
          sortBy: ({ hitRate }) => hitRate ?? -1,
        },
        { name: t.hits, numeric: true, cell: (cache) => count(cache.hits), sortBy: (cache) => cache.hits },
        { name: t.misses, numeric: true, cell: (cache) => count(cache.misses), sortBy: (cache) => cache.misses },
        { name: t.invalidations, numeric: true, cell: (cache) => count(cache.invalidations) },
        { name: t.entries, numeric: true, cell: (cache) => count(cache.entries), sortBy: (cache) => cache.entries },
      ]}
    />
  );
}
