import { describe, expect, it } from 'vitest';
import type { PlanetEvent } from '../link/wire.js';
import type { MessagePage } from '../rest/model.js';
import { applyEvents } from './applyEvents.js';
import type { KnownMessage, PlanetState } from './planetState.js';
import { takePage } from './takePage.js';
import { at, live, me, message, other, randomOf } from './testing.js';
import { trim } from './trim.js';

/** A planet as the server keeps it, of which every state that it ever had can be asked for. */
class Server {
  readonly events: PlanetEvent[] = [];
  readonly #states: KnownMessage[][];

  constructor(
    first: number,
    private readonly random: () => number,
  ) {
    this.#states = [Array.from({ length: first }, (_, i) => message(i + 1, { rev: i + 1 }))];
    this.start = first;
  }

  readonly start: number;

  get headRev(): number {
    return this.start + this.events.length;
  }

  get messages(): KnownMessage[] {
    return this.#states.at(-1)!;
  }

  at = (rev: number): KnownMessage[] => this.#states[rev - this.start]!;

  page(rev: number, from: number, to: number): MessagePage {
    const all = this.at(rev);
    const items = all.filter(({ seq }) => seq >= from && seq <= to).map((each) => ({ ...each }));
    return { items, hasBefore: from > 1, hasAfter: to < all.length, headRev: rev };
  }

  /** One more event, whatever it is. */
  happen(): void {
    const rev = this.headRev + 1;
    const seq = 1 + Math.floor(this.random() * this.messages.length);
    const kind = ['message', 'reply', 'edited', 'deleted', 'reaction', 'pin'][Math.floor(this.random() * 6)]!;
    const next = [...this.messages];
    const target = next[seq - 1]!;
    const change = (changed: Partial<KnownMessage>) => (next[seq - 1] = { ...target, rev, ...changed });
    if (kind === 'message' || kind === 'reply') {
      const replyToSeq = kind === 'reply' ? seq : undefined;
      const posted = message(next.length + 1, { rev, replyToSeq, senderId: this.random() < 0.3 ? me : other });
      if (replyToSeq) next[seq - 1] = { ...target, replyCount: target.replyCount + 1 };
      next.push(posted);
      this.events.push({ kind: 'message', rev, at, message: { ...posted } });
    } else if (target.deletedAt) {
      return;
    } else if (kind === 'edited') {
      change({ text: `edit ${rev}`, editedAt: at });
      this.events.push({ kind, rev, at, seq, text: `edit ${rev}`, editedAt: at });
    } else if (kind === 'deleted') {
      change({ text: undefined, deletedAt: at, reactions: [], pinnedAt: undefined });
      this.events.push({ kind, rev, at, seq, by: other });
    } else if (kind === 'reaction') {
      const count = (target.reactions[0]?.count ?? 0) + 1;
      change({ reactions: [{ emoji: '👍', count, me: target.reactions[0]?.me ?? false }] });
      this.events.push({ kind, rev, at, seq, userId: `${rev}`, emoji: '👍', on: true });
    } else {
      change({ pinnedAt: target.pinnedAt ? undefined : at });
      this.events.push({ kind: 'pin', rev, at, seq, on: !target.pinnedAt });
    }
    this.#states.push(next);
  }
}

const plain = (messages: readonly KnownMessage[]) => messages.map(({ asOf: _, ...rest }) => rest);

/** What holds whatever happened: dense, at the head or open towards it, and each message as the server had it. */
function expectSound(state: PlanetState, server: Server): void {
  const { messages, headRev, headSeq, hasAfter } = state;
  const [first, last] = [messages[0]!.seq, messages.at(-1)!.seq];
  expect(last - first + 1).toBe(messages.length);
  expect(state.gap).toBe(false);
  expect(hasAfter).toBe(last < headSeq);
  expect(state.hasBefore).toBe(first > 1);
  expect(messages.length).toBeLessThanOrEqual(60);
  const then = server.at(headRev);
  expect(headSeq).toBe(then.length);
  // A page may show a message as it was after the head; the events that tell of that change nothing more then.
  const expected = messages.map(({ seq, asOf }) => server.at(Math.max(headRev, asOf))[seq - 1]!);
  expect(plain(messages)).toEqual(plain(expected));
}

describe('the window', () => {
  it.each(Array.from({ length: 40 }, (_, i) => i + 1))(
    'is right after any mixture of pages, events and jumps (%i)',
    (seed) => {
      const random = randomOf(seed);
      const server = new Server(200, random);
      let state: PlanetState = { ...live(151, 200), hasBefore: true };
      for (let step = 0; step < 150; step++) {
        for (let n = Math.floor(random() * 3); n > 0; n--) server.happen();
        const dice = random();
        // A page is read from what the server was at some time since the planet was opened, or from what it will tell yet.
        const rev =
          state.headRev + Math.floor((server.headRev - state.headRev + 1) * random()) - Math.floor(random() * 3);
        const readAt = Math.max(server.start, rev);
        const [first, last] = [state.messages[0]!.seq, state.messages.at(-1)!.seq];
        if (dice < 0.5) {
          const count = Math.ceil(random() * 4);
          const fromRev = Math.max(server.start, state.headRev - Math.floor(random() * 3));
          const events = server.events.slice(fromRev - server.start, fromRev - server.start + count);
          state = trim(
            applyEvents(state, { planetId: state.planetId, fromRev, events }),
            random() < 0.5 ? null : first,
            60,
          );
        } else if (dice < 0.7 && state.hasBefore) {
          const page = server.page(readAt, Math.max(1, first - 10), first - 1);
          state = trim(takePage(state, page, 'before') ?? state, first, 60);
        } else if (dice < 0.9 && state.hasAfter) {
          state = trim(takePage(state, server.page(readAt, last + 1, last + 10), 'after') ?? state, last, 60);
        } else {
          const seq = 1 + Math.floor(random() * state.headSeq);
          state = takePage(state, server.page(readAt, Math.max(1, seq - 5), seq + 5), 'around') ?? state;
        }
        expectSound(state, server);
      }
      const rest = server.events.slice(state.headRev - server.start);
      state = trim(applyEvents(state, { planetId: state.planetId, fromRev: state.headRev, events: rest }), null, 60);
      expectSound(state, server);
      expect(plain(state.messages)).toEqual(
        plain(server.messages.slice(state.messages[0]!.seq - 1, state.messages.at(-1)!.seq)),
      );
    },
  );
});
