import type { Wire } from '@connecto/client';
import { useLanguage } from '../../ui/language';
import { milliseconds, whole } from '../format';
import { DataTable } from '../tables/DataTable';
import { useAdminTexts } from '../texts';

/** How many connections to PostgreSQL there are, and who waited for one. */
export function PoolTable({ pools }: { pools: readonly Wire['PoolWaitFigures'][] }) {
  const t = useAdminTexts().performance;
  const { language } = useLanguage();
  return (
    <DataTable
      label={t.pools}
      rows={pools}
      keyOf={(pool) => pool.name}
      columns={[
        { name: t.poolName, cell: (pool) => pool.name },
        { name: t.busy, numeric: true, cell: (pool) => whole(pool.busy, language) },
        { name: t.idle, numeric: true, cell: (pool) => whole(pool.idle, language) },
        { name: t.most, numeric: true, cell: (pool) => whole(pool.most, language) },
        { name: t.waits, numeric: true, cell: (pool) => whole(pool.waits, language) },
        { name: t.mean, numeric: true, cell: (pool) => milliseconds(pool.meanMs, language) },
        { name: t.waitingNow, numeric: true, cell: (pool) => whole(pool.waiting, language) },
        { name: t.timeouts, numeric: true, cell: (pool) => whole(pool.timeouts, language) },
      ]}
    />
  );
}
