import { useLanguage } from '../../ui/language';
import { momentOf } from '../../ui/times';
import { compact, none } from '../format';
import { useLive } from '../live/useLive';
import { placePath } from '../route';
import { PathLink } from '../../ui/route/Link';
import { useAdminTexts } from '../texts';

/** How much there is of everything. */
export function Tiles() {
  const t = useAdminTexts();
  const { language } = useLanguage();
  const { cluster, stats, samples } = useLive();
  const count = (n: number | undefined) => (n === undefined ? none : compact(n, language));
  const now: [string, number | undefined][] = [
    [t.live.silos, cluster?.silos.length],
    [t.live.webNodes, cluster?.webNodes.length],
    [t.live.connections, samples.at(-1)?.connections],
    [t.live.activePlanets, samples.at(-1)?.activePlanets],
  ];
  const stored: [string, number | undefined][] = [
    [t.nav.users, stats?.users],
    [t.live.travels, stats?.travels],
    [t.nav.planets, stats?.planets],
    [t.live.everWritten, stats?.messages],
  ];
  return (
    <>
      <dl className="tiles">
        {now.map(([name, value]) => (
          <Tile key={name} name={name} value={count(value)} />
        ))}
        <div className="tile" data-alert={stats && stats.openReports > 0 ? '' : undefined}>
          <dt>
            <PathLink path={placePath({ page: 'reports' })}>{t.live.openReports}</PathLink>
          </dt>
          <dd className="digits">{count(stats?.openReports)}</dd>
        </div>
        {stored.map(([name, value]) => (
          <Tile key={name} name={name} value={count(value)} />
        ))}
      </dl>
      {stats && <p className="quiet">{t.live.storedAsOf(momentOf(stats.asOf, language))}</p>}
    </>
  );
}

const Tile = ({ name, value }: { name: string; value: string }) => (
  <div className="tile">
    <dt>{name}</dt>
    <dd className="digits">{value}</dd>
  </div>
);
