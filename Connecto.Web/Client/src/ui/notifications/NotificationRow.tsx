import type { Notification } from '@connecto/client';
import { useQuery } from '@tanstack/react-query';
import { Megaphone } from 'lucide-react';
import { useApp } from '../app/AppContext';
import { useInbox } from '../app/useInbox';
import { usePlanetName } from '../app/usePeer';
import { useLanguage, useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import type { Route } from '../route/route';
import { go } from '../route/useRoute';
import { ago } from '../times';
import { notificationText } from './notificationText';

interface NotificationRowProps {
  notification: Notification;
  onRead: () => Promise<void>;
}

/** A press goes to what it is about, and it is read. */
export function NotificationRow({ notification, onRead }: NotificationRowProps) {
  const t = useTexts();
  const { language } = useLanguage();
  const { api } = useApp();
  const { id, planetId, actorId, kind, createdAt } = notification;
  const { data: actor } = useQuery({
    queryKey: ['user', actorId],
    queryFn: () => api.users.get(actorId!),
    enabled: !!actorId,
    retry: false,
  });
  const planet = useInbox()?.find((item) => item.planet.id === planetId)?.planet;
  const name = usePlanetName(planet);
  const who = actor?.displayName || t.someone;

  const open = () => {
    // Where it cannot be said now, it stands here once more.
    void api.me.readNotifications({ ids: [id] }).then(onRead, () => undefined);
    const to = placeOf(notification);
    if (to) go(to);
  };
  return (
    <li>
      <button type="button" className="row-card notification" onClick={open}>
        {kind === 'announcement' ? (
          <Megaphone size={24} aria-hidden />
        ) : (
          <Avatar id={actorId ?? planetId ?? id} name={actorId ? who : name} url={actor?.avatarUrl} size={42} />
        )}
        <span className="card-text">
          <strong>{notificationText(notification, who, name || t.notifications.place, t)}</strong>
          <span className="quiet">
            {actorId && name && planet?.kind !== 'direct' && `${name} · `}
            <time dateTime={createdAt}>{ago(createdAt, language)}</time>
          </span>
        </span>
      </button>
    </li>
  );
}

function placeOf({ kind, code, planetId, seq }: Notification): Route | null {
  if (kind === 'invite' && code) return { page: 'invite', code };
  if (!planetId || kind === 'removed') return null;
  return { page: 'chats', planetId, ...(seq !== undefined && { seq }) };
}
