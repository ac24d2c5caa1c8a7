import type { Channel, ChatClient, ConnectoApi, Member } from '@connecto/client';
import { useEffect, useState } from 'react';

/** The open planet's channel; it is left when another is opened. */
export function useChannel(chat: ChatClient, planetId: string): Channel | null {
  const [channel, setChannel] = useState<Channel | null>(null);

  useEffect(() => {
    setChannel(chat.enter(planetId));
    return () => {
      setChannel(null);
      chat.leave(planetId);
    };
  }, [chat, planetId]);

  return channel;
}

/** Looks the members up whenever someone whose name is not known comes into sight. */
export function useNames(api: ConnectoApi, channel: Channel, unknown: string): void {
  useEffect(() => {
    if (unknown === '') return;
    membersOf(api, channel.planetId).then(
      (members) => channel.name(members),
      () => undefined,
    );
  }, [api, channel, unknown]);
}

const pagesAtMost = 10;

async function membersOf(api: ConnectoApi, planetId: string): Promise<Member[]> {
  const members: Member[] = [];
  let cursor: string | undefined;
  for (let i = 0; i < pagesAtMost; i++) {
    const page = await api.planets.members(planetId, { limit: 100, ...(cursor && { cursor }) });
    members.push(...page.items);
    if (!page.nextCursor) break;
    cursor = page.nextCursor;
  }
  return members;
}
