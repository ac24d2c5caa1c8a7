import { MemoryStorage, visiblePending } from '@connecto/client';
import { afterEach, describe, expect, it } from 'vitest';
import { Clients, numbers, texts } from './clients';
import { people, planetOf, type Person } from './people';
import { restart, until } from './server';

describe('The outbox', () => {
  const clients = new Clients();

  afterEach(clients.close);

  it('brings what was written before a reload and a killed server there once, in order', async () => {
    const [ann, bora] = (await people(2)) as [Person, Person];
    const planetId = await planetOf([ann, bora]);
    const storage = new MemoryStorage();
    const total = 300;

    // Pages that are closed while they send, one after the other, and the server is killed under them.
    let sent = 0;
    for (let page = 0; page < 6; page++) {
      const channel = await clients.entered(ann, planetId, { storage: storage.tab() });
      while (sent < (total / 6) * (page + 1)) channel.send(`${++sent}`);
      const killed = page === 2 ? restart('SIGKILL') : undefined;
      await until(() => channel.state.value.pending.length < 40);
      clients.close();
      await killed;
    }

    const reader = await clients.entered(bora, planetId);
    await clients.entered(ann, planetId, { storage: storage.tab() });
    await until(() => reader.state.value.headSeq >= total && storage.names().length === 0);
    while (await reader.loadBefore());
    expect(texts(reader)).toEqual(numbers(1, total).map(String));
  });

  it('shows what another tab sends, on its way and in its place, and each message once', async () => {
    const [ann] = (await people(1)) as [Person];
    const planetId = await planetOf([ann]);
    const storage = new MemoryStorage();
    const [here, there] = [
      await clients.entered(ann, planetId, { storage }),
      await clients.entered(ann, planetId, { storage: storage.tab() }),
    ];
    const onItsWay = () => visiblePending(there.state.value).map(({ text }) => text);
    const seen: string[][] = [];
    let hasShownOther = false;
    there.state.watch(() => {
      hasShownOther ||= onItsWay().includes('one');
      seen.push([...texts(there), ...onItsWay()] as string[]);
    });
    here.send('one');
    there.send('two');
    await until(() =>
      [here, there].every((each) => each.state.value.headSeq === 2 && each.state.value.pending.length === 0),
    );
    expect(texts(here).toSorted()).toEqual(['one', 'two']);
    expect(texts(here)).toEqual(texts(there));
    expect(hasShownOther).toBe(true);
    for (const list of seen) expect(new Set(list).size).toBe(list.length);
  });

  it('keeps a message that is refused until it is tried again or withdrawn', async () => {
    const [ann] = (await people(1)) as [Person];
    const planetId = await planetOf([ann]);
    const storage = new MemoryStorage();
    const channel = await clients.entered(ann, planetId, { storage });
    const id = channel.send({ text: 'to nobody', mentions: [ann.userId.replace(/.$/, '0') + '1'] });
    await until(() => channel.state.value.pending[0]?.status === 'failed');
    expect(channel.state.value.pending).toMatchObject([{ clientMessageId: id, code: 'invalid' }]);

    clients.close();
    const again = await clients.entered(ann, planetId, { storage: storage.tab() });
    expect(again.state.value.pending).toMatchObject([{ clientMessageId: id, status: 'failed' }]);
    again.cancel(id);
    expect(again.state.value.pending).toEqual([]);
    expect(storage.names()).toEqual([]);
  });
});
