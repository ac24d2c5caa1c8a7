import type { InboxItem } from '@connecto/client';
import { useEffect } from 'react';
import { unreadOf } from '../app/useInbox';
import { useTexts } from '../language';

/** What is unread stands in the page's title, where a tab in the background shows it. */
export function useTitle(inbox: readonly InboxItem[] | null): void {
  const t = useTexts();
  const unread = unreadOf(inbox);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${t.product}` : t.product;
  }, [unread, t]);
}
