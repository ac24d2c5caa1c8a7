import type { Wire } from '@connecto/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Orbit, Power, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { failureText, useLanguage, useTexts } from '../../ui/language';
import { Button } from '../../ui/parts/Button';
import { Empty } from '../../ui/parts/Empty';
import { Failure } from '../../ui/parts/Failure';
import { Spinner } from '../../ui/parts/Spinner';
import { PathLink } from '../../ui/route/Link';
import { Section } from '../../ui/settings/Section';
import { Page } from '../../ui/shell/Page';
import { momentOf } from '../../ui/times';
import { ActDialog } from '../act/ActDialog';
import { useAdmin } from '../app/AdminContext';
import { BackLink } from '../app/BackLink';
import { Facts } from '../app/Facts';
import { placePath } from '../route';
import { useAdminTexts } from '../texts';
import { HotState } from './HotState';

type Inspected = Wire['PlanetInspection'] & { ended?: boolean };

/** What a planet holds in memory. Looking into it activates it, so that is done when it is opened or asked for, not by itself. */
export default function PlanetPage({ id }: { id: string }) {
  const t = useAdminTexts();
  const shared = useTexts();
  const { language } = useLanguage();
  const { api } = useAdmin();
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const { data, error, isFetching, refetch, dataUpdatedAt } = useQuery({
    queryKey: ['inspection', id],
    queryFn: async (): Promise<Inspected> => api.route('GET', '/admin/planets/{id}', { path: { id } }),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (error && !data) {
    return (
      <Page title={t.nav.planets} before={<BackLink to={{ page: 'planets' }} />}>
        <Empty icon={Orbit} title={id}>
          <Failure text={failureText(error, shared)} />
        </Empty>
      </Page>
    );
  }
  if (!data) return <Spinner />;
  const { planet, ended = false } = data;
  return (
    <Page
      title={planet.name || t.planets.kinds[planet.kind]}
      before={<BackLink to={{ page: 'planets' }} />}
      actions={
        <Button icon={RefreshCw} disabled={isFetching} onClick={() => void refetch()}>
          {t.planets.look}
        </Button>
      }
    >
      <Section title={t.planets.hotState}>
        <Failure text={error && failureText(error, shared)} />
        <p className="quiet" role="status">
          {ended ? t.planets.ended : t.planets.asOf(momentOf(new Date(dataUpdatedAt).toISOString(), language))}
        </p>
        {!ended && <HotState state={data} />}
        <div className="section-buttons">
          <PathLink className="button" path={placePath({ page: 'audit', target: `planet:${id}` })}>
            {t.audit.ofTarget}
          </PathLink>
          <Button look="danger" icon={Power} disabled={ended} onClick={() => setAsking(true)}>
            {t.planets.deactivate}
          </Button>
        </div>
      </Section>
      <Section title={t.planets.about}>
        <Facts
          facts={[
            [t.id, planet.id],
            [t.planets.kind, t.planets.kinds[planet.kind]],
            ...(planet.travelId ? [[t.planets.travel, planet.travelId] as const] : []),
            [t.planets.created, momentOf(planet.createdAt, language)],
            ...(planet.archivedAt ? [[t.planets.archived, momentOf(planet.archivedAt, language)] as const] : []),
            [t.planets.slowMode, t.planets.seconds(planet.settings.slowModeSeconds)],
            [t.planets.receipts, planet.settings.readReceipts ? t.on : t.off],
            [t.planets.history, planet.settings.historyVisible ? t.on : t.off],
          ]}
        />
      </Section>
      {asking && (
        <ActDialog
          title={t.planets.deactivate}
          action={t.planets.deactivate}
          danger
          audited="planet.deactivate"
          work={async () => {
            await api.route('POST', '/admin/planets/{id}/deactivate', { path: { id } });
            // Kept with what was seen, as who comes back to it is not to take it for the present.
            queries.setQueryData<Inspected>(['inspection', id], (seen) => seen && { ...seen, ended: true });
          }}
          onClose={() => setAsking(false)}
        >
          <p>{t.planets.deactivateAsk(planet.name || t.planets.kinds[planet.kind])}</p>
        </ActDialog>
      )}
    </Page>
  );
}
