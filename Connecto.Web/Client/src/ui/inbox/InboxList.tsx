import type { InboxItem } from '@connecto/client';
import { useQueryClient } from '@tanstack/react-query';
import { Command, MessageCirclePlus, Ticket, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { type Peer, peerKey } from '../app/usePeer';
import { useTexts } from '../language';
import { Button, IconButton } from '../parts/Button';
import { Empty } from '../parts/Empty';
import { SearchField } from '../parts/Field';
import { Menu } from '../parts/Menu';
import { Spinner } from '../parts/Spinner';
import { NotificationBell } from '../notifications/NotificationBell';
import { InboxRow } from './InboxRow';
import { JoinByCode } from './JoinByCode';
import { NewGroup } from './NewGroup';
import { go } from '../route/useRoute';

interface InboxListProps {
  items: readonly InboxItem[] | null;
  openId: string | undefined;
  onPalette: () => void;
}

/** The user's chats, the newest first, with what is unread in each. */
export function InboxList({ items, openId, onPalette }: InboxListProps) {
  const t = useTexts();
  const queries = useQueryClient();
  const [filter, setFilter] = useState('');
  const [making, setMaking] = useState<'group' | 'code' | null>(null);
  const [anchor, setAnchor] = useState<Element | null>(null);
  const wanted = filter.trim().toLocaleLowerCase();
  // A direct chat is found by the other's name, which its row has looked up.
  const nameOf = ({ planet }: InboxItem) =>
    planet.name ?? queries.getQueryData<Peer | null>(peerKey(planet.id))?.displayName ?? '';
  const shown = items?.filter((item) => nameOf(item).toLocaleLowerCase().includes(wanted)) ?? [];

  return (
    <section className="inbox" aria-label={t.inbox.list}>
      <header>
        <h1>{t.nav.chats}</h1>
        <NotificationBell />
        <IconButton label={`${t.nav.palette} (Ctrl+K)`} icon={Command} onClick={onPalette} />
        <IconButton
          label={t.create}
          icon={MessageCirclePlus}
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          onClick={(event) => setAnchor(event.currentTarget)}
        />
      </header>
      <div className="inbox-filter">
        <SearchField label={t.inbox.filter} value={filter} onText={setFilter} />
      </div>
      {items === null && <Spinner />}
      {items?.length === 0 && (
        <Empty icon={MessageCirclePlus} title={t.inbox.empty}>
          <p>{t.inbox.emptyHint}</p>
          <Button look="primary" onClick={() => setMaking('group')}>
            {t.inbox.newGroup}
          </Button>
          <Button onClick={() => setMaking('code')}>{t.inbox.join}</Button>
        </Empty>
      )}
      {items !== null && items.length > 0 && shown.length === 0 && <p className="quiet inbox-none">{t.inbox.noMatch}</p>}
      <ul className="inbox-rows">
        {shown.map((item) => (
          <li key={item.planet.id}>
            <InboxRow item={item} isOpen={item.planet.id === openId} />
          </li>
        ))}
      </ul>
      {anchor && (
        <Menu
          anchor={anchor}
          label={t.create}
          onClose={() => setAnchor(null)}
          items={[
            { text: t.inbox.newGroup, icon: UsersRound, onChoose: () => setMaking('group') },
            { text: t.inbox.join, icon: Ticket, onChoose: () => setMaking('code') },
          ]}
        />
      )}
      {making === 'group' && <NewGroup onClose={() => setMaking(null)} />}
      {making === 'code' && (
        <JoinByCode
          onClose={() => setMaking(null)}
          onCode={(code) => {
            setMaking(null);
            go({ page: 'invite', code });
          }}
        />
      )}
    </section>
  );
}
