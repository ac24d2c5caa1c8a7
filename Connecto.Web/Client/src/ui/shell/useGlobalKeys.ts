import type { InboxItem } from '@connecto/client';
import { useEffect } from 'react';
import { go } from '../route/useRoute';
import { globalKey, neighbour } from './keys';

/** The keys that work wherever one is. */
export function useGlobalKeys(
  inbox: readonly InboxItem[] | null,
  openId: string | undefined,
  show: (over: 'palette' | 'keys') => void,
): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const pressed = globalKey(event, isWriting(event.target));
      if (!pressed) return;
      event.preventDefault();
      if (pressed === 'palette') return show('palette');
      if (pressed === 'help') return show('keys');
      const unreadOnly = pressed === 'nextUnread';
      const ids = (inbox ?? []).filter((item) => !unreadOnly || item.unreadCount > 0).map(({ planet }) => planet.id);
      const planetId = neighbour(ids, openId, pressed === 'previous' ? -1 : 1);
      if (planetId) go({ page: 'chats', planetId });
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [inbox, openId, show]);
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
