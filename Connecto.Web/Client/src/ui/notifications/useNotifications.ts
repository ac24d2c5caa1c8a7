import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useApp } from '../app/AppContext';
import { usePages } from '../app/usePages';

const key = ['notifications'];

/** What the user was told of and has not read, the newest first; it follows what comes and what is read. */
export function useNotifications() {
  const { api, chat } = useApp();
  const queries = useQueryClient();
  const query = usePages(key, (page) => api.me.notifications(page));
  const refresh = () => queries.invalidateQueries({ queryKey: key });

  useEffect(() => {
    const again = () => void queries.invalidateQueries({ queryKey: key });
    const offs = [chat.on('notify', again), chat.on('read', again)];
    return () => offs.forEach((off) => off());
  }, [chat, queries]);

  return { query, refresh };
}
