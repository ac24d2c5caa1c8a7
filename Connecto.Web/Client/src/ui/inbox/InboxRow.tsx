import type { InboxItem } from '@connecto/client';
import { AtSign, BellOff } from 'lucide-react';
import { memo } from 'react';
import { useApp } from '../app/AppContext';
import { usePeer, usePlanetName } from '../app/usePeer';
import { useIsOnline } from '../app/usePresence';
import { useLanguage, useTexts } from '../language';
import { plainText } from '../markdown/parse';
import { Avatar } from '../parts/Avatar';
import { Badge } from '../parts/Badge';
import { Link } from '../route/Link';
import { shortly } from '../times';
import { useCell } from '../useCell';

export const InboxRow = memo(function InboxRow({ item, isOpen }: { item: InboxItem; isOpen: boolean }) {
  const t = useTexts();
  const { language } = useLanguage();
  const { planet, unreadCount, mentionCount, notifications, last } = item;
  const name = usePlanetName(planet);
  const peer = usePeer(planet);
  const online = useIsOnline(peer?.userId);

  return (
    <Link className="inbox-row" to={{ page: 'chats', planetId: planet.id }} aria-current={isOpen ? 'page' : undefined}>
      <Avatar id={peer?.userId ?? planet.id} name={name} size={46} online={online} />
      <span className="inbox-name clip">
        {name}
        {planet.kind !== 'direct' && <span className="inbox-members digits">{planet.memberCount}</span>}
        {notifications === 'none' && <BellOff size={14} aria-label={t.inbox.muted} />}
      </span>
      {last && (
        <time className="inbox-time" dateTime={last.createdAt}>
          {shortly(last.createdAt, language)}
        </time>
      )}
      <span className="inbox-preview clip">
        <Preview item={item} isOpen={isOpen} />
      </span>
      <span className="inbox-badges">
        {mentionCount > 0 && (
          <span className="badge" title={t.inbox.mentions(mentionCount)}>
            <AtSign size={12} strokeWidth={3} aria-label={t.inbox.mentions(mentionCount)} />
          </span>
        )}
        {!isOpen && <Badge count={unreadCount} label={t.inbox.unread(unreadCount)} quiet={notifications === 'none'} />}
      </span>
    </Link>
  );
});

/** What is being written there, else what was said last. */
function Preview({ item: { planet, last }, isOpen }: { item: InboxItem; isOpen: boolean }) {
  const t = useTexts();
  const { chat, meId } = useApp();
  const draft = useCell(chat.drafts.of(planet.id)).text;
  if (draft && !isOpen) {
    return (
      <>
        <strong className="inbox-draft">{t.inbox.draft}</strong> {draft}
      </>
    );
  }
  if (!last) return t.inbox.noMessages;
  const text = last.preview ? plainText(last.preview) : t.inbox.noText;
  return last.senderId === meId && planet.kind !== 'direct' ? `${t.you}: ${text}` : text;
}
