import type { Grant, MessagePage, Planet } from '@connecto/client';
import type { HubConnection } from '@microsoft/signalr';
import { afterEach, describe, expect, it } from 'vitest';
import { connected, connection, EventLog, send } from './hub';
import { pausableSockets } from './pausableSocket';
import { newEmail, people, planetOf, type Person } from './people';
import { rest, restart, until } from './server';

/** 4,000 messages of 4,000 characters: more than the sockets' buffers and an outbox hold together. */
const waves = 20;
const waveSize = 200;

describe('The npm client @microsoft/signalr', () => {
  const open: HubConnection[] = [];
  const keep = (hub: HubConnection) => (open.push(hub), hub);

  afterEach(async () => {
    await Promise.all(open.splice(0).map((hub) => hub.stop()));
  });

  async function registered(displayName: string): Promise<Person> {
    const body = { email: newEmail(), password: 'correct horse', displayName };
    const { userId, accessToken } = await rest<Grant>('auth/register', { method: 'POST', body });
    return { userId, token: accessToken };
  }

  it('registers two users who meet in a planet and talk', async () => {
    const [ann, bora] = [await registered('Ann'), await registered('보라')];
    const body = { name: '제주', memberIds: [bora.userId] };
    const planet = await rest<Planet>('planets', { method: 'POST', token: ann.token, body });
    const [annHub, boraHub] = [keep(await connected(ann)), keep(await connected(bora))];
    const log = new EventLog(boraHub, bora, planet.id);
    await log.resume();

    const text = '안녕하세요 👋🏽 hello \u200fשלום';
    const receipt = await send(annHub, planet.id, 'hello-1', text);
    await until(() => log.messages.length === 1);

    expect(log.messages[0]).toMatchObject({ id: receipt.messageId, seq: 1, senderId: ann.userId, text, unreadCount: 1 });
    expect(receipt).toMatchObject({ seq: 1, duplicate: false });
    expect(await send(annHub, planet.id, 'hello-1', text)).toMatchObject({ seq: 1, duplicate: true });
    const page = await rest<MessagePage>(`planets/${planet.id}/messages`, { token: bora.token });
    expect(page.items.map((message) => message.text)).toEqual([text]);
  });

  it('keeps the order of 1,000 sends that do not wait for each other', async () => {
    const [ann, bora] = (await people(2)) as [Person, Person];
    const planetId = await planetOf([ann, bora]);
    const [annHub, boraHub] = [keep(await connected(ann)), keep(await connected(bora))];
    const log = new EventLog(boraHub, bora, planetId);
    await log.resume();

    const calls = Array.from({ length: 1_000 }, (_, i) => send(annHub, planetId, `c${i}`, `${i}`));
    const receipts = await Promise.all(calls);
    await until(() => log.messages.length === 1_000);

    expect(receipts.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_000 }, (_, i) => i + 1));
    expect(log.messages.map(({ text }) => text)).toEqual(Array.from({ length: 1_000 }, (_, i) => `${i}`));
    expect(log.holes).toEqual([]);
  });

  it('reconnects by itself after its outbox overflowed, and then holds every event', async () => {
    const [ann, bora] = (await people(2)) as [Person, Person];
    const planetId = await planetOf([ann, bora]);
    const annHub = keep(await connected(ann));
    const sockets = pausableSockets();
    const boraHub = keep(connection(bora, sockets.PausableSocket));
    // Longer than the test: it is the server that ends the connection.
    boraHub.serverTimeoutInMilliseconds = 600_000;
    let reconnects = 0;
    await boraHub.start();
    const log = new EventLog(boraHub, bora, planetId);
    await log.resume();
    const resumed = new Promise<void>((resolve, reject) => {
      boraHub.onreconnected(() => (reconnects++, log.resume().then(resolve, reject)));
      boraHub.onclose((error) => reject(error ?? new Error('closed for good')));
    });
    // Awaited below; it must not fail on its own when something fails before.
    resumed.catch(() => undefined);

    sockets.pause();
    const text = 'x'.repeat(4_000);
    for (let wave = 0; wave < waves; wave++) {
      const calls = Array.from({ length: waveSize }, (_, i) => send(annHub, planetId, `w${wave}-${i}`, text));
      await Promise.all(calls);
    }
    sockets.resume();
    await resumed;
    const last = await send(annHub, planetId, 'last', 'the last one');
    await until(() => log.headRev >= last.rev);

    expect(reconnects).toBe(1);
    expect(log.holes).toEqual([]);
    expect(log.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: last.seq }, (_, i) => i + 1));
  });

  it('is asked to reconnect before the server restarts, and resumes', async () => {
    const [ann, bora] = (await people(2)) as [Person, Person];
    const planetId = await planetOf([ann, bora]);
    const [annHub, boraHub] = [keep(await connected(ann)), keep(await connected(bora))];
    const log = new EventLog(boraHub, bora, planetId);
    await log.resume();
    const asked: unknown[] = [];
    boraHub.on('reconnect', (request) => asked.push(request));
    const back = (hub: HubConnection) => new Promise<void>((resolve) => hub.onreconnected(() => resolve()));
    const both = Promise.all([back(annHub), back(boraHub)]);

    await send(annHub, planetId, 'before', 'before');
    await restart('SIGTERM');
    await both;
    await log.resume();
    await send(annHub, planetId, 'after', 'after');
    await until(() => log.messages.length === 2);

    expect(asked).toEqual([{ withinMs: expect.any(Number) }]);
    expect(log.messages.map(({ text }) => text)).toEqual(['before', 'after']);
    expect(log.holes).toEqual([]);
  });
});
