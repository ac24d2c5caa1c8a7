import type { ChatClient, InboxItem } from '@connecto/client';
import { afterEach, describe, expect, it } from 'vitest';
import { Clients } from './clients';
import { people, planetOf, type Person } from './people';
import { restart, until } from './server';

describe('The inbox', () => {
  const clients = new Clients();

  afterEach(clients.close);

  const itemOf = (client: ChatClient, planetId: string): InboxItem =>
    client.inbox.state.value.items.find(({ planet }) => planet.id === planetId)!;
  const badges = (client: ChatClient, planetId: string) => {
    const { unreadCount, mentionCount } = itemOf(client, planetId);
    return [unreadCount, mentionCount];
  };

  async function withInbox(person: Person): Promise<ChatClient> {
    const client = clients.opened(person);
    client.inbox.open();
    await until(() => client.status.value === 'live' && client.inbox.state.value.phase === 'ready');
    return client;
  }

  it('counts what comes, is read on any device, is deleted, and mentions the user', async () => {
    const [ann, bora] = (await people(2)) as [Person, Person];
    const planetId = await planetOf([ann, bora]);
    const other = await planetOf([ann, bora], 'Busan');
    const [here, there, writer] = [await withInbox(bora), await withInbox(bora), await clients.entered(ann, planetId)];
    writer.send('one');
    writer.send({ text: 'two', mentions: [bora.userId] });
    writer.send('three');
    for (const client of [here, there]) await until(() => `${badges(client, planetId)}` === '3,1');
    expect(itemOf(here, planetId).last).toMatchObject({ seq: 3, preview: 'three' });
    expect(here.inbox.state.value.items.map(({ planet }) => planet.id)).toEqual([planetId, other]);

    await writer.delete(1);
    for (const client of [here, there]) await until(() => `${badges(client, planetId)}` === '2,1');

    const reading = here.enter(planetId);
    await until(() => reading.state.value.phase === 'live');
    expect(reading.state.value.unreadFrom).toBe(1);
    reading.markRead(2);
    for (const client of [here, there]) await until(() => `${badges(client, planetId)}` === '1,0');
    writer.send('four');
    for (const client of [here, there]) await until(() => `${badges(client, planetId)}` === '2,0');
    reading.markRead(4);
    for (const client of [here, there]) await until(() => `${badges(client, planetId)}` === '0,0');

    here.leave(planetId);
    writer.send('five');
    for (const client of [here, there]) await until(() => client.inbox.state.value.unreadCount === 1);
  });

  it('holds planets that the user is added to and put out of, and is right after the server was killed', async () => {
    const [ann, bora] = (await people(2)) as [Person, Person];
    const client = await withInbox(bora);
    const planetId = await planetOf([ann, bora]);
    await until(() => itemOf(client, planetId) !== undefined);

    const writer = await clients.entered(ann, planetId);
    await restart('SIGKILL');
    writer.send('after');
    await until(() => `${badges(client, planetId)}` === '1,0');

    const owner = clients.opened(ann);
    await owner.api.planets.removeMember(planetId, bora.userId);
    await until(() => itemOf(client, planetId) === undefined);
  });

  it('goes with who is typing and who is online', async () => {
    const [ann, bora] = (await people(2)) as [Person, Person];
    const planetId = await planetOf([ann, bora]);
    const client = clients.opened(bora);
    const [ofBora, ofAnn] = [client.enter(planetId), await clients.entered(ann, planetId)];
    await until(() => client.presence.value.get(ann.userId)?.online === true);
    await until(() => ofBora.state.value.phase === 'live');
    ofAnn.type();
    await until(() => ofBora.typing.value.join() === ann.userId);
    ofAnn.send('done');
    await until(() => ofBora.typing.value.length === 0);
  });
});
