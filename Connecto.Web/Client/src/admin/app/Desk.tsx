import { MapPinOff } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Boundary } from '../../ui/parts/Boundary';
import { Empty } from '../../ui/parts/Empty';
import { Spinner } from '../../ui/parts/Spinner';
import { PathLink } from '../../ui/route/Link';
import { useTexts } from '../../ui/language';
import { LiveProvider } from '../live/useLive';
import { type Place, placePath, usePlace } from '../route';
import { useAdminTexts } from '../texts';
import { DatabaseAway } from './DatabaseAway';
import { Sidebar } from './Sidebar';

const OverviewPage = lazy(() => import('../overview/OverviewPage'));
const PerformancePage = lazy(() => import('../performance/PerformancePage'));
const PlanetsPage = lazy(() => import('../planets/PlanetsPage'));
const PlanetPage = lazy(() => import('../planets/PlanetPage'));
const UsersPage = lazy(() => import('../users/UsersPage'));
const UserPage = lazy(() => import('../users/UserPage'));
const ReportsPage = lazy(() => import('../reports/ReportsPage'));
const AuditPage = lazy(() => import('../audit/AuditPage'));
const AnnouncementsPage = lazy(() => import('../announce/AnnouncementsPage'));

/** The console's places beside the page that is open; what is live goes on from page to page. */
export function Desk() {
  const t = useAdminTexts();
  const place = usePlace();
  const main = useRef<HTMLElement>(null);
  const at = placePath(place);
  const before = useRef(at);

  useEffect(() => {
    const name = place.page === 'unknown' ? t.title : t.nav[place.page];
    document.title = `${name} · ${t.title}`;
  }, [place.page, t]);
  useEffect(() => {
    // Another page begins at its head, also for who hears it; filters of one page are no other page.
    const path = (address: string) => address.split('?')[0];
    if (path(before.current) !== path(at)) main.current?.focus();
    before.current = at;
  }, [at]);

  return (
    <LiveProvider>
      <a className="skip" href="#main">
        {t.skip}
      </a>
      <div className="console">
        <Sidebar page={place.page} />
        <main id="main" tabIndex={-1} ref={main}>
          <DatabaseAway />
          <Boundary key={at.split('?')[0]}>
            <Suspense fallback={<Spinner />}>
              <OpenPage place={place} />
            </Suspense>
          </Boundary>
        </main>
      </div>
    </LiveProvider>
  );
}

function OpenPage({ place }: { place: Place }) {
  switch (place.page) {
    case 'overview':
      return <OverviewPage />;
    case 'performance':
      return <PerformancePage />;
    case 'planets':
      return place.id ? <PlanetPage key={place.id} id={place.id} /> : <PlanetsPage q={place.q ?? ''} />;
    case 'users':
      return place.id ? <UserPage key={place.id} id={place.id} /> : <UsersPage q={place.q ?? ''} />;
    case 'reports':
      return <ReportsPage />;
    case 'audit':
      return <AuditPage actorId={place.actorId} action={place.action} target={place.target} />;
    case 'announcements':
      return <AnnouncementsPage />;
    case 'unknown':
      return <Unknown />;
  }
}

function Unknown() {
  const t = useAdminTexts();
  return (
    <Empty icon={MapPinOff} title={useTexts().notFound}>
      <PathLink className="button" path="/admin">
        {t.nav.overview}
      </PathLink>
    </Empty>
  );
}
