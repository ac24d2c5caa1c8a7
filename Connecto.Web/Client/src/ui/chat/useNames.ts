import type { Channel, PlanetState } from '@connecto/client';
import { useEffect } from 'react';
import { useApp } from '../app/AppContext';

const atOnce = 100;

/** Looks up the names of people who come into sight and are not known yet. */
export function useNames(channel: Channel, { messages, names }: PlanetState): void {
  const { api } = useApp();
  const unknown = new Set<string>();
  for (const { senderId, mentions } of messages) {
    if (!names.has(senderId)) unknown.add(senderId);
    for (const id of mentions) if (!names.has(id)) unknown.add(id);
    if (unknown.size >= atOnce) break;
  }
  const wanted = [...unknown].slice(0, atOnce).join();

  useEffect(() => {
    if (wanted === '') return;
    const ids = wanted.split(',');
    api.users.named(ids).then(
      (users) => {
        const found = new Map(users.map(({ id, displayName }) => [id, displayName]));
        // Who is not there is not asked for again.
        channel.name(ids.map((userId) => ({ userId, displayName: found.get(userId) ?? '' })));
      },
      () => undefined,
    );
  }, [api, channel, wanted]);
}
