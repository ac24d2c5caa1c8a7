import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConnectionLost } from '../link/hubError.js';
import { ApiError } from '../rest/apiError.js';
import { MemoryStorage } from '../storage/memoryStorage.js';
import { Outbox } from './outbox.js';
import type { OutboxEntry } from './outboxEntry.js';

const open: Outbox[] = [];

afterEach(() => {
  for (const outbox of open.splice(0)) outbox.close();
});

/** A server that stores what it is sent once for each id, and answers as `refuse` says. */
class Server {
  readonly calls: string[] = [];
  readonly stored: { id: string; text: string }[] = [];
  refuse: (text: string, call: number) => Error | null = () => null;
  /** Whether a refused message is stored all the same, as when the connection is lost after that. */
  storesFirst = false;

  receive = async ({ clientMessageId: id, text }: { clientMessageId: string; text: string }) => {
    this.calls.push(text);
    const error = this.refuse(text, this.calls.length);
    const known = this.stored.findIndex((each) => each.id === id);
    if (known < 0 && (!error || this.storesFirst)) this.stored.push({ id, text });
    if (error) throw error;
    const seq = this.stored.findIndex((each) => each.id === id) + 1;
    return { messageId: `${seq}`, seq, rev: seq, createdAt: '', duplicate: known >= 0 };
  };

  get texts(): string[] {
    return this.stored.map(({ text }) => text);
  }
}

/** A tab of a user with its outbox, and what it was told. */
function tab(server: Server, storage: MemoryStorage) {
  const changed: OutboxEntry[] = [];
  const removed: OutboxEntry[] = [];
  const outbox = new Outbox({
    storage,
    meId: '1',
    send: server.receive,
    changed: (entry) => changed.push(entry),
    removed: (entry) => removed.push(entry),
  });
  open.push(outbox);
  return { outbox, changed, removed };
}

const until = (condition: () => void) => vi.waitFor(condition, { timeout: 5_000, interval: 5 });
const texts = (outbox: Outbox) => outbox.of('9').map(({ text }) => text);

describe('the outbox', () => {
  it('sends in the order in which it was written, each under one id however often it is tried', async () => {
    const server = new Server();
    server.storesFirst = true;
    server.refuse = (_, call) => (call % 2 ? new ConnectionLost('gone') : null);
    const { outbox } = tab(server, new MemoryStorage());
    for (const text of ['one', 'two', 'three']) outbox.add('9', { text });
    outbox.up();
    await until(() => expect(outbox.of('9')).toEqual([]));
    expect(server.calls).toEqual(['one', 'one', 'two', 'two', 'three', 'three']);
    expect(server.texts).toEqual(['one', 'two', 'three']);
  });

  it('keeps what is not sent over a reload, and sends it then', async () => {
    const server = new Server();
    const storage = new MemoryStorage();
    const before = tab(server, storage);
    before.outbox.add('9', { text: 'one', replyToSeq: 4 });
    before.outbox.add('9', { text: 'two' });
    before.outbox.close();

    const { outbox, changed } = tab(server, storage.tab());
    expect(outbox.of('9')).toMatchObject([{ text: 'one', replyToSeq: 4 }, { text: 'two' }]);
    outbox.up();
    await until(() => expect(server.texts).toEqual(['one', 'two']));
    await until(() => expect(storage.names()).toEqual([]));
    expect(changed.flatMap(({ storedAs }) => storedAs ?? [])).toEqual([1, 2]);
  });

  it('lets one tab at a time send, and shows all tabs what is on its way and what became of it', async () => {
    const server = new Server();
    const storage = new MemoryStorage();
    const [here, there] = [tab(server, storage), tab(server, storage.tab())];
    for (let i = 0; i < 20; i++) (i % 2 ? here : there).outbox.add('9', { text: `${i}` });
    await until(() => expect(texts(here.outbox)).toHaveLength(20));
    await until(() => expect(texts(there.outbox)).toEqual(texts(here.outbox)));
    here.outbox.up();
    there.outbox.up();
    await until(() => expect(storage.names()).toEqual([]));
    expect(server.calls).toHaveLength(20);
    for (const { outbox, changed, removed } of [here, there]) {
      await until(() => expect(outbox.of('9')).toEqual([]));
      expect(changed.flatMap(({ storedAs }) => storedAs ?? [])).toEqual(server.stored.map((_, i) => i + 1));
      expect(removed).toHaveLength(20);
    }
  });

  it('keeps what the server refuses for good, lets the others pass, and tries again under the same id when asked', async () => {
    const server = new Server();
    server.refuse = (text) => (text === 'bad' ? new ApiError(0, 'muted', 'No') : null);
    const { outbox } = tab(server, new MemoryStorage());
    outbox.up();
    const { clientMessageId } = outbox.add('9', { text: 'bad' });
    outbox.add('9', { text: 'good' });
    await until(() => expect(server.texts).toEqual(['good']));
    expect(outbox.of('9')).toMatchObject([{ clientMessageId, status: 'failed', code: 'muted' }]);

    server.refuse = () => null;
    outbox.retry(clientMessageId);
    await until(() => expect(server.stored.at(-1)).toEqual({ id: clientMessageId, text: 'bad' }));
    await until(() => expect(outbox.of('9')).toEqual([]));
  });

  it('waits where the server asks for it, but not for hours', async () => {
    const server = new Server();
    server.refuse = (_, call) => (call === 1 ? new ApiError(0, 'rate_limited', 'Slow', { retryAfterMs: 1 }) : null);
    const { outbox } = tab(server, new MemoryStorage());
    outbox.up();
    outbox.add('9', { text: 'one' });
    await until(() => expect(server.texts).toEqual(['one']));
    server.refuse = () => new ApiError(0, 'slow_mode', 'Slow', { retryAfterMs: 3_600_000 });
    outbox.add('9', { text: 'two' });
    await until(() => expect(outbox.of('9')).toMatchObject([{ text: 'two', status: 'failed', code: 'slow_mode' }]));
  });

  it('does not send what was cancelled, in this tab or another', async () => {
    const server = new Server();
    const storage = new MemoryStorage();
    const [here, there] = [tab(server, storage), tab(server, storage.tab())];
    const ids = ['one', 'two', 'three'].map((text) => here.outbox.add('9', { text }).clientMessageId);
    await until(() => expect(texts(there.outbox)).toHaveLength(3));
    here.outbox.cancel(ids[0]!);
    there.outbox.cancel(ids[1]!);
    here.outbox.up();
    await until(() => expect(here.outbox.of('9')).toEqual([]));
    expect(server.texts).toEqual(['three']);
  });

  it('does not send what another tab has cancelled, of which no word has come yet', async () => {
    const server = new Server();
    const storage = new MemoryStorage();
    storage.watch = () => () => undefined;
    const { outbox } = tab(server, storage);
    const [one] = ['one', 'two'].map((text) => outbox.add('9', { text }));
    storage.tab().removeItem(`connecto.1.outbox.${one!.clientMessageId}`);
    outbox.up();
    await until(() => expect(outbox.of('9')).toEqual([]));
    expect(server.texts).toEqual(['two']);
  });

  it('leaves room in the storage for the session and the drafts', () => {
    const storage = new MemoryStorage();
    const { outbox } = tab(new Server(), storage);
    for (let i = 0; i < 300; i++) outbox.add('9', { text: 'x'.repeat(4_000) });
    expect(outbox.of('9')).toHaveLength(300);
    expect(storage.names()).toHaveLength(250);
  });

  it('sends also what there is no room to keep, and takes no more than it can bear', async () => {
    const server = new Server();
    const storage = new MemoryStorage();
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const { outbox } = tab(server, storage);
    for (let i = 0; i < 1_000; i++) outbox.add('8', { text: `${i}` });
    expect(() => outbox.add('9', { text: 'one more' })).toThrow(expect.objectContaining({ code: 'too_large' }));
    outbox.up();
    await until(() => expect(server.stored).toHaveLength(1_000));
  });
});
