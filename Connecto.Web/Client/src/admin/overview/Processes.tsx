import { useLanguage } from '../../ui/language';
import { Section } from '../../ui/settings/Section';
import { ago } from '../../ui/times';
import { compact, milliseconds, whole } from '../format';
import { useLive } from '../live/useLive';
import { DataTable } from '../tables/DataTable';
import { useAdminTexts } from '../texts';

/** The silos and web nodes that have reported lately. */
export function Processes() {
  const t = useAdminTexts().live;
  const { language } = useLanguage();
  const { cluster } = useLive();
  if (!cluster) return null;
  const since = (at: string) => ago(at, language);
  return (
    <>
      <Section title={`${t.silos} (${cluster.silos.length})`}>
        <DataTable
          label={t.silos}
          rows={cluster.silos}
          keyOf={(silo) => silo.address}
          columns={[
            { name: t.address, cell: (silo) => silo.address },
            { name: t.version, cell: (silo) => silo.version },
            { name: t.started, cell: (silo) => since(silo.startedAt) },
            { name: t.activePlanets, numeric: true, cell: (silo) => whole(silo.activePlanets, language) },
            { name: t.counters, numeric: true, cell: (silo) => whole(silo.pendingCounters, language) },
            { name: t.oldest, numeric: true, cell: (silo) => milliseconds(silo.counterAgeMs, language) },
            { name: t.dropped, numeric: true, cell: (silo) => whole(silo.droppedCounters, language) },
            { name: t.batches, numeric: true, cell: (silo) => whole(silo.queuedBatches, language) },
            { name: t.written, numeric: true, cell: (silo) => compact(silo.writtenMessages, language) },
          ]}
        />
      </Section>
      <Section title={`${t.webNodes} (${cluster.webNodes.length})`}>
        <DataTable
          label={t.webNodes}
          rows={cluster.webNodes}
          keyOf={(node) => node.id}
          columns={[
            { name: t.host, cell: (node) => node.host },
            { name: t.process, cell: (node) => <code>{node.id}</code> },
            { name: t.version, cell: (node) => node.version },
            { name: t.started, cell: (node) => since(node.startedAt) },
            { name: t.connections, numeric: true, cell: (node) => whole(node.connections, language) },
            { name: t.delivered, numeric: true, cell: (node) => compact(node.deliveries, language) },
          ]}
        />
      </Section>
    </>
  );
}
