import type { Notification } from '@connecto/client';
import { useEffect, useRef } from 'react';
import { useApp } from '../app/AppContext';
import { useInbox } from '../app/useInbox';
import { useTexts } from '../language';
import { useToast } from '../parts/Toast';
import { notificationText } from '../notifications/notificationText';
import { go } from '../route/useRoute';
import { show } from './browserNotifications';

/** Tells of what the server notifies the user of, unless he is looking at it. */
export function useNotify(openId: string | undefined): void {
  const { api, chat } = useApp();
  const t = useTexts();
  const toast = useToast();
  const inbox = useInbox();
  const latest = useRef({ t, toast, inbox, openId });
  latest.current = { t, toast, inbox, openId };

  useEffect(() => {
    const tell = async (notification: Notification) => {
      const { t: texts, toast: say, inbox: items, openId: open } = latest.current;
      const { planetId, seq, actorId, id } = notification;
      const isVisible = document.visibilityState === 'visible';
      if (planetId && planetId === open && isVisible) return;
      const item = items?.find(({ planet }) => planet.id === planetId);
      if (item?.notifications === 'none') return;
      const who = actorId ? (await api.users.get(actorId)).displayName : texts.someone;
      const text = notificationText(notification, who || texts.someone, item?.planet.name ?? '', texts);
      const view = () => planetId && go({ page: 'chats', planetId, ...(seq != null && { seq }) });
      if (isVisible) say(text, planetId ? { text: texts.notify.view, onChoose: view } : undefined);
      else show(text, { body: item?.planet.name ?? undefined, tag: id, onPress: view });
    };
    return chat.on('notify', (notification) => void tell(notification).catch(() => undefined));
  }, [api, chat]);
}
