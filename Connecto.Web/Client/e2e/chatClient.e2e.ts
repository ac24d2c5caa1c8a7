import type { Channel } from '@connecto/client';
import { afterEach, describe, expect, it } from 'vitest';
import { Clients, numbers, texts } from './clients';
import { people, planetOf, type Person } from './people';
import { restart, until } from './server';

describe('The chat client of the page', () => {
  const clients = new Clients();
  const entered = clients.entered.bind(clients);

  afterEach(clients.close);

  it('lets the unread number fall for everyone as others read', async () => {
    const [ann, bora, chan] = (await people(3)) as [Person, Person, Person];
    const planetId = await planetOf([ann, bora, chan]);
    const [ofAnn, ofBora, ofChan] = [
      await entered(ann, planetId),
      await entered(bora, planetId),
      await entered(chan, planetId),
    ];
    const counts = (channel: Channel) => channel.state.value.messages.map((each) => [each.readCount, each.unreadCount]);

    ofAnn.send('one');
    ofAnn.send('two');
    for (const channel of [ofAnn, ofBora, ofChan]) await until(() => counts(channel).length === 2);
    expect(counts(ofAnn)).toEqual([[0, 2], [0, 2]]);

    ofBora.markRead(1);
    for (const channel of [ofAnn, ofBora, ofChan]) await until(() => `${counts(channel)}` === '1,1,0,2');

    // A send moves the sender's cursor to it.
    ofChan.send('three');
    for (const channel of [ofAnn, ofBora, ofChan]) await until(() => `${counts(channel)}` === '2,0,1,1,0,2');
  });

  it('shows edits and deletions to all', async () => {
    const [ann, bora] = (await people(2)) as [Person, Person];
    const planetId = await planetOf([ann, bora]);
    const [ofAnn, ofBora] = [await entered(ann, planetId), await entered(bora, planetId)];
    ofAnn.send('first');
    ofAnn.send('second');
    await until(() => texts(ofBora).length === 2);

    await ofAnn.edit(1, '고친 글');
    await ofAnn.delete(2);
    for (const channel of [ofAnn, ofBora]) await until(() => `${texts(channel)}` === '고친 글,');
    await expect(ofBora.edit(1, 'not mine')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('goes on after the server ended by %s, and stores each message once', async (signal) => {
    const [ann, bora] = (await people(2)) as [Person, Person];
    const planetId = await planetOf([ann, bora]);
    const [ofAnn, ofBora] = [await entered(ann, planetId), await entered(bora, planetId)];
    const total = 400;
    let written = 0;
    const writing = (async () => {
      while (written < total) {
        (written % 2 ? ofAnn : ofBora).send(`${++written}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    await until(() => ofBora.state.value.headSeq >= 20);
    await restart(signal);
    await writing;

    for (const channel of [ofAnn, ofBora]) await until(() => channel.state.value.headSeq >= total);
    expect(ofAnn.state.value.pending).toEqual([]);
    expect(ofBora.state.value.pending).toEqual([]);
    expect(ofAnn.state.value.headSeq).toBe(total);
    expect(texts(ofAnn)).toEqual(texts(ofBora));
    const stored = texts(ofAnn).map(Number);
    expect(ofAnn.state.value.messages.map(({ seq }) => seq)).toEqual(numbers(1, total));
    expect(stored.toSorted((a, b) => a - b)).toEqual(numbers(1, total));
    for (const remainder of [0, 1]) {
      const ofOne = stored.filter((n) => n % 2 === remainder);
      expect(ofOne).toEqual(ofOne.toSorted((a, b) => a - b));
    }
  });
});
