import type { Wire } from '@connecto/client';
import { useLanguage } from '../../ui/language';
import { Facts } from '../app/Facts';
import { whole } from '../format';
import { useLive } from '../live/useLive';
import { useAdminTexts } from '../texts';

/** Heads, members, subscribers, what waits and what is kept in memory. */
export function HotState({ state }: { state: Wire['PlanetInspection'] }) {
  const t = useAdminTexts().planets;
  const { language } = useLanguage();
  const { cluster } = useLive();
  const count = (n: number) => whole(n, language);
  const { head, members, subscribers, queue, cache } = state;
  const nodes = subscribers.nodes.map((id) => cluster?.webNodes.find((node) => node.id === id)?.host ?? id);
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
          [t.nodes, nodes.join(', ') || '–'],
          [t.gone, t.goneCount(members.left, members.removed, members.banned)],
        ]}
      />
    </>
  );
}
