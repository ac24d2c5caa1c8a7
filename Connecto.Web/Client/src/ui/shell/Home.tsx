import { QueryClientProvider } from '@tanstack/react-query';
import { ConnectoApi, type Session } from '@connecto/client';
import { lazy, Suspense, useMemo, useState } from 'react';
import { AppContext, useApp } from '../app/AppContext';
import { newQueryClient } from '../app/queryClient';
import { useChat } from '../app/useChat';
import { unreadOf, useInbox } from '../app/useInbox';

import { InboxList } from '../inbox/InboxList';
import { useTexts } from '../language';
import { Boundary } from '../parts/Boundary';
import { Spinner } from '../parts/Spinner';
import { useRoute } from '../route/useRoute';
import { useCell } from '../useCell';
import { ChooseChat } from './ChooseChat';
import { NotFound } from './NotFound';
import { Rail } from './Rail';
import { StatusBanner } from './StatusBanner';
import { UpdateOffer } from './UpdateOffer';
import { useGlobalKeys } from './useGlobalKeys';
import { useNotify } from './useNotify';
import { useTitle } from './useTitle';

const Conversation = lazy(() => import("../chat/Conversation"));
const TravelsPage = lazy(() => import('../travels/TravelsPage'));
const TravelPage = lazy(() => import('../travels/TravelPage'));
const PeoplePage = lazy(() => import('../people/PeoplePage'));
const SearchPage = lazy(() => import('../search/SearchPage'));
const NotificationsPage = lazy(() => import('../notifications/NotificationsPage'));
const SettingsPage = lazy(() => import('../settings/SettingsPage'));
const InvitePage = lazy(() => import('../inbox/InvitePage'));
const Palette = lazy(() => import('../palette/Palette'));
const KeysHelp = lazy(() => import('../palette/KeysHelp'));

/** The logged-in part: one connection and one store of lists for as long as the user is the same. */
export default function Home({ session, userId }: { session: Session; userId: string }) {
  const chat = useChat(session);
  const services = useMemo(
    () => chat && { session, api: new ConnectoApi(session), chat, meId: userId },
    [session, chat, userId],
  );
  const queries = useMemo(newQueryClient, []);
  if (!services) return <Spinner />;
  return (
    <QueryClientProvider client={queries}>
      <AppContext value={services}>
        <Desk />
      </AppContext>
    </QueryClientProvider>
  );
}

function Desk() {
  const t = useTexts();
  const route = useRoute();
  const inbox = useInbox();
  const status = useChatStatus();
  const [over, setOver] = useState<'palette' | 'keys' | null>(null);
  const planetId = route.page === 'chats' ? route.planetId : undefined;
  useGlobalKeys(inbox, planetId, setOver);
  useNotify(planetId);
  useTitle(inbox);

  return (
    <>
      <a className="skip" href="#main">
        {t.skipToMessages}
      </a>
      <StatusBanner status={status} />
      <UpdateOffer />
      <div className="desk" data-page={route.page} data-talking={planetId ? '' : undefined}>
        <Rail page={route.page} unread={unreadOf(inbox)} />
        {route.page === 'chats' && <InboxList items={inbox} openId={planetId} onPalette={() => setOver('palette')} />}
        <main id="main" tabIndex={-1}>
          <Boundary key={route.page + (planetId ?? '')}>
            <Suspense fallback={<Spinner />}>
              <Page route={route} />
            </Suspense>
          </Boundary>
        </main>
      </div>
      <Suspense>
        {over === 'palette' && <Palette inbox={inbox ?? []} onClose={() => setOver(null)} onKeys={() => setOver('keys')} />}
        {over === 'keys' && <KeysHelp onClose={() => setOver(null)} />}
      </Suspense>
    </>
  );
}

function Page({ route }: { route: ReturnType<typeof useRoute> }) {
  switch (route.page) {
    case 'chats':
      return route.planetId ? (
        <Conversation key={route.planetId} planetId={route.planetId} seq={route.seq} />
      ) : (
        <ChooseChat />
      );
    case 'travels':
      return route.travelId ? <TravelPage key={route.travelId} travelId={route.travelId} /> : <TravelsPage />;
    case 'people':
      return <PeoplePage />;
    case 'search':
      return <SearchPage q={route.q ?? ''} />;
    case 'notifications':
      return <NotificationsPage />;
    case 'settings':
      return <SettingsPage />;
    case 'invite':
      return <InvitePage code={route.code} />;
    case 'unknown':
      return <NotFound />;
  }
}

function useChatStatus() {
  const { chat } = useApp();
  return useCell(chat.status);
}
