import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '@connecto/client';
import { ChevronLeft, Compass, LogOut, MapPinOff, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../app/AppContext';
import { useAction } from '../app/useAction';
import { useInbox, useRefreshInbox } from '../app/useInbox';
import { usePages } from '../app/usePages';
import { failureText, useTexts } from '../language';
import { Button, IconButton } from '../parts/Button';
import { Confirm } from '../parts/Confirm';
import { Empty } from '../parts/Empty';
import { Failure } from '../parts/Failure';
import { Listing } from '../parts/Listing';
import { Spinner } from '../parts/Spinner';
import { go } from '../route/useRoute';
import { Page } from '../shell/Page';
import { NewPlanet } from './NewPlanet';
import { PlanetRow } from './PlanetRow';
import { TravelFacts } from './TravelCard';
import { TravelForm } from './TravelForm';
import { Travellers } from './Travellers';
import '../style/pages.css';

/** One travel with its planets; who is not in it may join. */
export default function TravelPage({ travelId }: { travelId: string }) {
  const t = useTexts();
  const { api, meId } = useApp();
  const queries = useQueryClient();
  const refreshInbox = useRefreshInbox();
  const inbox = useInbox();
  const [asking, setAsking] = useState<'leave' | 'planet' | 'change' | 'delete' | null>(null);
  const key = ['travel', travelId];
  const travel = useQuery({ queryKey: key, queryFn: () => api.travels.get(travelId) });
  const planets = usePages([...key, 'planets'], (page) => api.travels.planets(travelId, page));
  const refresh = async () => {
    void refreshInbox();
    await queries.invalidateQueries({ queryKey: key });
  };
  const join = useAction(async () => {
    await api.travels.join(travelId);
    await refresh();
  });

  if (travel.isPending) return <Spinner />;
  if (!travel.data) return <Empty icon={MapPinOff} title={failureText(travel.error, t)} />;
  const { title, ownerId } = travel.data;
  const isOwner = ownerId === meId;
  const isOut = planets.error instanceof ApiError && planets.error.code === 'not_member';
  const mine = new Set(inbox?.map(({ planet }) => planet.id));

  return (
    <Page
      title={title}
      before={<IconButton label={t.back} icon={ChevronLeft} onClick={() => go({ page: 'travels' })} />}
      actions={
        isOut ? (
          <Button look="primary" disabled={join.busy} onClick={join.run}>
            {t.join}
          </Button>
        ) : isOwner ? (
          <>
            <IconButton label={t.travels.change} icon={Pencil} onClick={() => setAsking('change')} />
            <IconButton label={t.travels.delete} icon={Trash2} onClick={() => setAsking('delete')} />
          </>
        ) : (
          <Button look="danger" icon={LogOut} onClick={() => setAsking('leave')}>
            {t.leave}
          </Button>
        )
      }
    >
      <TravelFacts travel={travel.data} />
      <Failure text={join.failure} />
      {isOut ? (
        <Empty icon={Compass} title={t.travels.joinToSee} />
      ) : (
        <>
          <div className="section-head">
            <h2>{t.travels.planets}</h2>
            <Button look="quiet" icon={Plus} onClick={() => setAsking('planet')}>
              {t.travels.newPlanet}
            </Button>
          </div>
          <Listing query={planets} empty={<p className="quiet">{t.travels.noPlanets}</p>} className="rows">
            {(planet) => <PlanetRow key={planet.id} planet={planet} isIn={mine.has(planet.id)} onJoined={refresh} />}
          </Listing>
          <Travellers travelId={travelId} ownerId={ownerId} />
        </>
      )}
      {asking === 'planet' && <NewPlanet travelId={travelId} onClose={() => setAsking(null)} onMade={refresh} />}
      {asking === 'change' && <TravelForm travel={travel.data} onClose={() => setAsking(null)} />}
      {asking === 'delete' && (
        <Confirm
          title={t.travels.delete}
          action={t.travels.delete}
          danger
          onConfirm={async () => {
            await api.travels.delete(travelId);
            void refreshInbox();
            void queries.invalidateQueries({ queryKey: ['travels'] });
            go({ page: 'travels' });
          }}
          onClose={() => setAsking(null)}
        >
          {t.travels.deleteAsk(title)}
        </Confirm>
      )}
      {asking === 'leave' && (
        <Confirm
          title={t.leave}
          action={t.leave}
          danger
          onConfirm={async () => {
            await api.travels.leave(travelId);
            await refresh();
          }}
          onClose={() => setAsking(null)}
        >
          {t.travels.leaveAsk(title)}
        </Confirm>
      )}
    </Page>
  );
}
