import type { ConnectoApi, InboxItem } from '@connecto/client';
import { useCallback, useEffect, useState } from 'react';

/** The user's planets; read again when the page comes into view and whenever `occasion` changes. */
export function useInbox(api: ConnectoApi, occasion: unknown) {
  const [items, setItems] = useState<InboxItem[] | null>(null);

  const reload = useCallback(
    // What it shows stays when the server is away; the next occasion reads again.
    () => inboxOf(api).then(setItems, () => undefined),
    [api],
  );

  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') void reload();
    };
    refresh();
    document.addEventListener('visibilitychange', refresh);
    return () => document.removeEventListener('visibilitychange', refresh);
  }, [reload, occasion]);

  return { items, reload };
}

async function inboxOf(api: ConnectoApi): Promise<InboxItem[]> {
  const items: InboxItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.me.inbox({ limit: 100, ...(cursor && { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}
