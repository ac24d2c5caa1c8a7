import { afterEach, describe, expect, it, vi } from 'vitest';
import { Clients, texts } from './clients';
import { people, planetOf, type Person } from './people';
import { until, url } from './server';

/** What a browser tells its pages of its network. */
class Browser extends EventTarget {
  readonly navigator = { onLine: true };

  constructor() {
    super();
    vi.stubGlobal('navigator', this.navigator);
    vi.stubGlobal('addEventListener', this.addEventListener.bind(this));
    vi.stubGlobal('removeEventListener', this.removeEventListener.bind(this));
  }

  says(isOnline: boolean): void {
    this.navigator.onLine = isOnline;
    this.dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
  }
}

describe('A page whose browser loses its network', () => {
  const clients = new Clients();

  afterEach(() => {
    clients.close();
    vi.unstubAllGlobals();
  });

  it('says so, shows what is written meanwhile, and sends it when the network is back', async () => {
    const browser = new Browser();
    const [ann, bora] = (await people(2)) as [Person, Person];
    const planetId = await planetOf([ann, bora]);
    const [reader, client] = [await clients.entered(bora, planetId), clients.opened(ann)];
    const channel = client.enter(planetId);
    await until(() => channel.state.value.phase === 'live');
    const seen: string[] = [];
    client.status.watch(() => seen.push(client.status.value));

    browser.says(false);
    expect(client.status.value).toBe('offline');
    channel.send('written offline');
    expect(channel.state.value.pending).toMatchObject([{ text: 'written offline', status: 'sending' }]);
    browser.says(true);
    for (const each of [reader, channel]) await until(() => texts(each).join() === 'written offline');
    expect(channel.state.value.pending).toEqual([]);
    expect(seen.at(-1)).toBe('live');
  });

  it('keeps the place of a reader who was away for longer than the server hands out events', async () => {
    const browser = new Browser();
    const [ann, bora] = (await people(2)) as [Person, Person];
    const planetId = await planetOf([ann, bora]);
    const writer = await clients.entered(ann, planetId);
    let back = Promise.resolve();
    const credentials = { origin: url, userId: bora.userId, accessToken: () => back.then(() => bora.token) };
    const write = async (count: number) => {
      const upTo = writer.state.value.headSeq + count;
      for (let i = 0; i < count; i++) writer.send('text');
      await until(() => writer.state.value.headSeq === upTo);
    };
    await write(200);
    const channel = await clients.entered(bora, planetId, { credentials });
    await channel.jumpTo(60);

    let comeBack = () => {};
    back = new Promise((resolve) => (comeBack = resolve));
    browser.says(false);
    browser.says(true);
    await write(600);
    comeBack();
    await until(
      () => channel.state.value.headSeq === 800 && channel.state.value.messages.some(({ seq }) => seq === 60),
    );
    expect(channel.state.value).toMatchObject({ hasBefore: true, hasAfter: true, gap: false });
  });
});
