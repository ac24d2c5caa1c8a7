import { type ChatClient, ConnectoApi, type Session } from '@connecto/client';
import { useMemo } from 'react';
import { Conversation } from './Conversation';
import { useTexts } from './language';
import { Sidebar } from './Sidebar';
import { StatusBanner } from './StatusBanner';
import { useCell } from './useCell';
import { useChat } from './useChat';
import { useInbox } from './useInbox';
import { useOpenPlanet } from './useOpenPlanet';

export function Home({ session, userId }: { session: Session; userId: string }) {
  const api = useMemo(() => new ConnectoApi(session), [session]);
  const chat = useChat(session, userId);
  return chat && <Desk session={session} api={api} chat={chat} />;
}

function Desk({ session, api, chat }: { session: Session; api: ConnectoApi; chat: ChatClient }) {
  const t = useTexts();
  const status = useCell(chat.status);
  const [openId, open] = useOpenPlanet();
  const { items, reload } = useInbox(api, `${status === 'live'} ${openId}`);

  const enter = async (planetId: string) => {
    open(planetId);
    await reload();
  };

  return (
    <>
      <StatusBanner status={status} />
      <div className={openId ? 'desk talking' : 'desk'}>
        <Sidebar session={session} api={api} items={items} openId={openId} onOpen={open} onEntered={enter} />
        {openId ? (
          <Conversation key={openId} api={api} chat={chat} planetId={openId} onBack={() => open(null)} />
        ) : (
          <main className="empty quiet">{t.choosePlanet}</main>
        )}
      </div>
    </>
  );
}
