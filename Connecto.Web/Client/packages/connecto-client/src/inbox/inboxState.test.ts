import { describe, expect, it } from 'vitest';
import type { InboxItem } from '../rest/model.js';
import { at, me, other, planet, randomOf } from '../planet/testing.js';
import {
  dropFromInbox,
  emptyInbox,
  hearHead,
  hearMention,
  hearRead,
  type InboxState,
  loadInbox,
} from './inboxState.js';

interface Posted {
  senderId: string;
  mentionsMe: boolean;
  deleted: boolean;
}

/** A planet as the server keeps it, with one reader. */
class Server {
  readonly messages: Posted[] = [];
  headRev = 0;
  cursor = 0;

  post(senderId: string, mentionsMe = false): number {
    this.headRev++;
    this.messages.push({ senderId, mentionsMe, deleted: false });
    if (senderId === me) this.cursor = this.messages.length;
    return this.messages.length;
  }

  delete(seq: number): void {
    const message = this.messages[seq - 1];
    if (!message || message.deleted) return;
    this.headRev++;
    message.deleted = true;
  }

  head = () => {
    const [seq, last] = [this.messages.length, this.messages.at(-1)];
    return {
      planetId: planet.id,
      headRev: this.headRev,
      headSeq: seq,
      ...(last && { last: { seq, senderId: last.senderId, createdAt: at, preview: 'text' } }),
    };
  };

  item(rest: Partial<InboxItem> = {}): InboxItem {
    const left = this.messages.slice(this.cursor).filter(({ deleted }) => !deleted);
    return {
      planet: { ...planet, headRev: this.headRev, headSeq: this.messages.length },
      unreadCount: left.length,
      mentionCount: left.filter(({ mentionsMe }) => mentionsMe).length,
      lastReadSeq: this.cursor,
      notifications: 'all',
      last: this.head().last,
      ...rest,
    };
  }
}

const numbers = ({ items: [item] }: InboxState) => [item!.unreadCount, item!.mentionCount];
const truth = (server: Server) => [server.item().unreadCount, server.item().mentionCount];
const loaded = (server: Server, rest?: Partial<InboxItem>) => loadInbox(emptyInbox, [server.item(rest)], me);

describe('the inbox', () => {
  it.each(Array.from({ length: 60 }, (_, i) => i + 1))(
    'is right or knows that it may not be, whatever happens (%i)',
    (seed) => {
      const random = randomOf(seed);
      const server = new Server();
      for (let i = 0; i < 10; i++) server.post(other, random() < 0.2);
      let state = loaded(server);
      for (let step = 0; step < 200; step++) {
        const dice = random();
        const anySeq = 1 + Math.floor(random() * server.messages.length);
        if (dice < 0.4) {
          const mentionsMe = random() < 0.2;
          const seq = server.post(other, mentionsMe);
          if (mentionsMe) state = hearMention(state, planet.id, seq);
        } else if (dice < 0.5) {
          state = hearRead(state, planet.id, server.post(me));
        } else if (dice < 0.6) {
          server.delete(anySeq);
        } else if (dice < 0.65) {
          server.headRev++;
        } else if (dice < 0.8 && anySeq > server.cursor) {
          server.cursor = anySeq;
          state = hearRead(state, planet.id, anySeq);
        }
        // Heads are merged: not each change has one of its own.
        if (random() < 0.6) {
          state = hearHead(state, server.head(), me);
          if (!state.inDoubt) expect(numbers(state)).toEqual(truth(server));
          else if (random() < 0.3) {
            state = loadInbox(state, [server.item()], me);
            expect(state.inDoubt).toBe(false);
            expect(numbers(state)).toEqual(truth(server));
          }
        }
      }
    },
  );

  it('reckons what it heard while the server was asked upon an answer that is older', () => {
    const server = new Server();
    server.post(other);
    let state = loaded(server);
    const answer = server.item();
    server.post(other);
    state = hearMention(state, planet.id, server.post(other, true));
    state = hearRead(state, planet.id, (server.cursor = 1));
    state = hearHead(state, server.head(), me);
    state = loadInbox(state, [answer], me);
    expect(numbers(state)).toEqual([2, 1]);
    expect(state.inDoubt).toBe(false);
    expect(numbers(state)).toEqual(truth(server));
  });

  it('counts a mention once, however often it is told', () => {
    const server = new Server();
    let state = loaded(server);
    const seq = server.post(other, true);
    for (let i = 0; i < 3; i++) state = hearMention(state, planet.id, seq);
    state = hearHead(state, server.head(), me);
    expect(numbers(state)).toEqual([1, 1]);
    expect(numbers(hearMention(loadInbox(state, [server.item()], me), planet.id, seq))).toEqual([1, 1]);
  });

  it('is in doubt of a planet that it does not hold, and of mentions that nobody is told of', () => {
    const server = new Server();
    server.post(other);
    expect(hearHead({ ...emptyInbox, phase: 'ready' }, server.head(), me).inDoubt).toBe(true);
    const silent = loaded(server, { notifications: 'none' });
    server.post(other);
    expect(hearHead(silent, server.head(), me).inDoubt).toBe(true);
  });

  it('puts the newest first, and sums what is not silenced', () => {
    const item = (id: string, createdAt: string, rest: Partial<InboxItem>) => {
      const server = new Server();
      return server.item({ planet: { ...planet, id, createdAt }, unreadCount: 2, mentionCount: 1, ...rest });
    };
    const items = [
      item('1', '2026-01-01T00:00:00.000Z', {}),
      item('2', '2026-01-03T00:00:00.000Z', { notifications: 'none' }),
      item('3', '2026-01-02T00:00:00.000Z', { notifications: 'mentions' }),
    ];
    const state = loadInbox(emptyInbox, items, me);
    expect(state.items.map((each) => each.planet.id)).toEqual(['2', '3', '1']);
    expect(state).toMatchObject({ unreadCount: 4, mentionCount: 2 });
    expect(dropFromInbox(state, '3')).toMatchObject({ unreadCount: 2, mentionCount: 1 });
  });
});
