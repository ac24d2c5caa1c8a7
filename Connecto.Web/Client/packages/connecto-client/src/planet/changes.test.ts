import { describe, expect, it } from 'vitest';
import { applyEvents } from './applyEvents.js';
import { beginChange, type Doing, finishChange, shownMessages, withdrawChange } from './changes.js';
import type { PlanetState } from './planetState.js';
import { at, frame, live, me, other } from './testing.js';

const begin = (state: PlanetState, id: number, doing: Doing) => beginChange(state, { ...doing, id, at });
const reaction = (rev: number, userId: string, on = true) => ({
  kind: 'reaction' as const,
  rev,
  at,
  seq: 1,
  userId,
  emoji: '👍',
  on,
});

describe("changes of one's own", () => {
  it('are shown at once, and taken back when the server refuses', () => {
    const state = begin(begin(live(1, 3), 1, { kind: 'edit', seq: 1, text: 'new' }), 2, { kind: 'delete', seq: 2 });
    expect(shownMessages(state).map(({ text }) => text)).toEqual(['new', undefined, 'text 3']);
    expect(state.messages.map(({ text }) => text)).toEqual(['text 1', 'text 2', 'text 3']);
    const refused = withdrawChange(withdrawChange(state, 1), 2);
    expect(shownMessages(refused)).toBe(refused.messages);
  });

  it('stay in sight from the answer to their event', () => {
    const done = finishChange(begin(live(1, 3), 1, { kind: 'edit', seq: 1, text: 'new' }), 1, 4);
    expect(shownMessages(done)[0]?.text).toBe('new');
    const told = applyEvents(done, frame(3, { kind: 'edited', rev: 4, at, seq: 1, text: 'new', editedAt: at }));
    expect(told.changes).toEqual([]);
    expect(told.messages[0]?.text).toBe('new');
  });

  it('end with the answer when their event came before it, or nothing changed', () => {
    const told = applyEvents(
      begin(live(1, 3), 1, { kind: 'react', seq: 1, emoji: '👍', on: true }),
      frame(3, reaction(4, me)),
    );
    expect(shownMessages(told)[0]?.reactions).toEqual([{ emoji: '👍', count: 1, me: true }]);
    expect(finishChange(told, 1, 4).changes).toEqual([]);
  });

  it('do not hide what others do meanwhile', () => {
    const reacted = begin(live(1, 3), 1, { kind: 'react', seq: 1, emoji: '👍', on: true });
    const state = applyEvents(reacted, frame(3, reaction(4, other)));
    expect(shownMessages(state)[0]?.reactions).toEqual([{ emoji: '👍', count: 2, me: true }]);
    expect(shownMessages(withdrawChange(state, 1))[0]?.reactions).toEqual([{ emoji: '👍', count: 1, me: false }]);
  });

  it('know an emoji with its variation selector and without', () => {
    const told = { ...reaction(4, me), emoji: '❤\uFE0F' };
    const state = applyEvents(begin(live(1, 3), 1, { kind: 'react', seq: 1, emoji: '❤', on: true }), frame(3, told));
    expect(shownMessages(state)[0]?.reactions).toEqual([{ emoji: '❤\uFE0F', count: 1, me: true }]);
  });

  it('give the same list for the same state', () => {
    const state = begin(live(1, 3), 1, { kind: 'delete', seq: 2 });
    expect(shownMessages({ ...state, headRev: 9 })).toBe(shownMessages(state));
  });
});

describe('events', () => {
  it('of reactions count each user once and drop what nobody has', () => {
    const on = applyEvents(live(1, 1), frame(1, reaction(2, me), reaction(3, other)));
    expect(on.messages[0]?.reactions).toEqual([{ emoji: '👍', count: 2, me: true }]);
    const off = applyEvents(on, frame(3, reaction(4, me, false), reaction(5, other, false)));
    expect(off.messages[0]?.reactions).toEqual([]);
  });

  it('of pins put them up and take them down', () => {
    const pinned = applyEvents(live(1, 1), frame(1, { kind: 'pin', rev: 2, at, seq: 1, on: true }));
    expect(pinned.messages[0]?.pinnedAt).toBe(at);
    const down = applyEvents(pinned, frame(2, { kind: 'pin', rev: 3, at, seq: 1, on: false }));
    expect(down.messages[0]?.pinnedAt).toBeUndefined();
  });

  it('of the planet change it, archive it and bring it back, and end it', () => {
    const archived = applyEvents(
      live(1, 1),
      frame(1, { kind: 'planet', rev: 2, at, name: 'Busan', archived: true, archivedAt: at }),
    );
    expect(archived.planet).toMatchObject({ name: 'Busan', archivedAt: at });
    const back = applyEvents(archived, frame(2, { kind: 'planet', rev: 3, at, archived: false }));
    expect(back.planet).toMatchObject({ name: 'Busan', archivedAt: undefined });
    const gone = applyEvents(back, frame(3, { kind: 'planet', rev: 4, at, deletedAt: at }));
    expect(gone).toMatchObject({ phase: 'denied', deniedCode: 'not_found' });
  });

  it('of members end it for who is put out', () => {
    const member = { userId: me, displayName: 'Ann', role: 'member' as const, joinedAt: at, joinedSeq: 0 };
    const out = (status: 'removed' | 'banned') =>
      applyEvents(live(1, 1), frame(1, { kind: 'member', rev: 2, at, members: [{ ...member, status }] }));
    expect(out('removed')).toMatchObject({ phase: 'denied', deniedCode: 'not_member' });
    expect(out('banned')).toMatchObject({ phase: 'denied', deniedCode: 'banned' });
  });
});
