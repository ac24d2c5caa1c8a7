import type { InboxItem } from '@connecto/client';
import { useCell } from '../useCell';
import { useApp } from './AppContext';

/** The user's chats, the newest first; null until they are known. */
export function useInbox(): readonly InboxItem[] | null {
  const { chat } = useApp();
  const { items, phase } = useCell(chat.inbox.state);
  return phase === 'ready' ? items : null;
}

/** Reads the chats anew, after one was joined or left here. */
export function useRefreshInbox(): () => Promise<void> {
  const { chat } = useApp();
  return () => chat.inbox.reload();
}

/** How many messages are unread in all chats that may call for attention. */
export const unreadOf = (inbox: readonly InboxItem[] | null): number =>
  (inbox ?? []).reduce((sum, { notifications, unreadCount, mentionCount }) => {
    if (notifications === 'all') return sum + unreadCount;
    return notifications === 'mentions' ? sum + mentionCount : sum;
  }, 0);
