import { type Channel, type MessagePage, shownMessages } from '@connecto/client';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Clients, numbers, seqs, texts } from './clients';
import { people, planetOf, type Person } from './people';
import { rest, until } from './server';

const total = 2_600;

describe('The window of a long planet', () => {
  const clients = new Clients();
  const entered = clients.entered.bind(clients);
  let [ann, bora] = [] as unknown as [Person, Person];
  let planetId: string;

  beforeAll(async () => {
    [ann, bora] = (await people(2)) as [Person, Person];
    planetId = await planetOf([ann, bora]);
    const writer = await entered(ann, planetId);
    for (let sent = 0; sent < total;) {
      for (let i = 0; i < 650; i++) writer.send(`${++sent}`);
      await until(() => writer.state.value.headSeq === sent && writer.state.value.pending.length === 0);
    }
    clients.close();
  });

  afterEach(clients.close);

  async function expectAsStored(channel: Channel) {
    const { messages } = channel.state.value;
    const stored: unknown[] = [];
    for (let after = messages[0]!.seq - 1; stored.length < messages.length; after += 100) {
      const path = `planets/${planetId}/messages?after=${after}&limit=100`;
      stored.push(...(await rest<MessagePage>(path, { token: bora.token })).items);
    }
    const withoutAsOf = messages.map(({ asOf: _, ...message }) => message);
    expect(withoutAsOf).toEqual(stored.slice(0, messages.length));
  }

  it('is paged to the first message and back to the newest, and never holds more than it may', async () => {
    const channel = await entered(bora, planetId);
    expect(seqs(channel)).toEqual(numbers(total - 49, total));
    while (await channel.loadBefore()) expect(channel.state.value.messages.length).toBeLessThanOrEqual(2_000);
    expect(seqs(channel)[0]).toBe(1);
    expect(channel.state.value).toMatchObject({ hasBefore: false, hasAfter: true });

    while (await channel.loadAfter()) expect(channel.state.value.messages.length).toBeLessThanOrEqual(2_000);
    expect(channel.state.value).toMatchObject({ hasBefore: true, hasAfter: false });
    expect(texts(channel)).toEqual(seqs(channel).map(String));
    expect(seqs(channel).at(-1)).toBe(total);
    await expectAsStored(channel);
  });

  it('jumps to a message far away, follows what happens there, and is joined to the newest ones by paging', async () => {
    const [reader, other] = [await entered(bora, planetId), await entered(ann, planetId)];
    expect(await reader.jumpTo(100)).toBe(true);
    expect(seqs(reader)).toContain(100);
    expect(reader.state.value.hasAfter).toBe(true);

    await other.edit(100, 'changed');
    await reader.react(101, '👍', true);
    other.send({ text: 'a reply', replyToSeq: 102 });
    const at = (seq: number) => shownMessages(reader.state.value).find((each) => each.seq === seq)!;
    await until(
      () => at(100).text === 'changed' && at(102).replyCount === 1 && reader.state.value.changes.length === 0,
    );
    expect(at(101).reactions).toEqual([{ emoji: '👍', count: 1, me: true }]);
    expect(texts(reader)).not.toContain('a reply');

    while (await reader.loadAfter());
    expect(texts(reader).at(-1)).toBe('a reply');
    other.send('the newest');
    await until(() => texts(reader).at(-1) === 'the newest');
    await expectAsStored(reader);

    await reader.jumpTo(1);
    await reader.jumpToLatest();
    expect(texts(reader).at(-1)).toBe('the newest');
    expect(await reader.jumpTo(1_000_000)).toBe(false);
  });

  it('opens at the first message that is not read, and at the newest when all are', async () => {
    const [chan] = (await people(1)) as [Person];
    const owner = clients.opened(ann);
    await owner.api.planets.setMember(planetId, chan.userId, { status: 'active' });
    const first = await entered(chan, planetId);
    const { lastReadSeq, headSeq } = first.state.value;
    const writer = await entered(ann, planetId);
    for (let i = 0; i < 120; i++) writer.send('unread');
    await until(() => first.state.value.headSeq === headSeq + 120);

    const unread = await entered(chan, planetId, {}, 'unread');
    expect(unread.state.value).toMatchObject({ unreadFrom: lastReadSeq + 1, hasAfter: true });
    expect(seqs(unread)).toContain(lastReadSeq + 1);
    first.markRead(headSeq + 120);
    await until(() => unread.state.value.lastReadSeq === headSeq + 120);
    const read = await entered(chan, planetId, {}, 'unread');
    expect(read.state.value).toMatchObject({ unreadFrom: null, hasAfter: false });
    const linked = await entered(chan, planetId, {}, 7);
    expect(seqs(linked)).toContain(7);
  });

  it('takes a change back that the server refuses', async () => {
    const [reader] = [await entered(bora, planetId)];
    const newest = reader.state.value.headSeq;
    const editing = reader.edit(newest, 'not mine');
    expect(shownMessages(reader.state.value).at(-1)!.text).toBe('not mine');
    await expect(editing).rejects.toMatchObject({ code: 'forbidden' });
    expect(shownMessages(reader.state.value)).toBe(reader.state.value.messages);
  });
});
