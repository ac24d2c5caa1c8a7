import type { Wire } from '@connecto/client';
import { useLanguage } from '../../ui/language';
import { Facts } from '../app/Facts';
import { milliseconds, none, whole } from '../format';
import { useLive } from '../live/useLive';
import { DataTable } from '../tables/DataTable';
import { useAdminTexts } from '../texts';

/** Heads, members, subscribers, how far it is behind, what waits and what is kept in memory. */
export function HotState({ state }: { state: Wire['PlanetInspection'] }) {
  const texts = useAdminTexts();
  const t = texts.planets;
  const { language } = useLanguage();
  const { cluster } = useLive();
  const count = (n: number) => whole(n, language);
  const { head, members, subscribers, queue, cache, lag } = state;
  const host = (id: string) => cluster?.webNodes.find((node) => node.id === id)?.host ?? none;
  return (
    <>
      {queue.unsettled && (
        <p className="failure" role="alert">
          {t.unsettled}
        </p>
      )}
      <dl className="tiles">
        {(
          [
            [t.headSeq, count(head.seq)],
            [t.headRev, count(head.rev)],
            [t.pending, count(queue.pending)],
            [t.subscribers, count(subscribers.nodes.length)],
            [t.active, count(members.active)],
            [t.cachedMessages, count(cache.messages)],
            [t.cachedEvents, count(cache.events)],
            [t.lagChange, milliseconds(lag.changeMs, language)],
            [t.lagCounters, count(lag.counters)],
            [t.lagCounterAge, milliseconds(lag.counterMs, language)],
            [t.lagEvents, count(lag.events)],
          ] as const
        ).map(([name, value]) => (
          <div key={name} className="tile">
            <dt>{name}</dt>
            <dd className="digits">{value}</dd>
          </div>
        ))}
      </dl>
      <Facts
        facts={[
          [t.silo, <code>{state.silo}</code>],
          [t.epoch, count(state.epoch)],
          [t.gone, t.goneCount(members.left, members.removed, members.banned)],
        ]}
      />
      {subscribers.links.length > 0 && (
        <DataTable
          label={t.nodes}
          rows={subscribers.links}
          keyOf={(link) => link.node}
          columns={[
            { name: t.nodes, cell: (link) => host(link.node) },
            { name: texts.live.process, cell: (link) => <code>{link.node}</code> },
            {
              name: texts.live.connections,
              numeric: true,
              cell: ({ connections }) => (connections === undefined ? none : count(connections)),
            },
            { name: t.behind, numeric: true, cell: (link) => count(link.behind) },
          ]}
        />
      )}
    </>
  );
}
