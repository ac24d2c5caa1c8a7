import { describe, expect, it } from 'vitest';
import { applyEvents } from './applyEvents.js';
import { nextToSend, putPending, unlessStored, visiblePending } from './pending.js';
import type { PlanetState } from './planetState.js';
import { entry, frame, live, me, sent, seqs } from './testing.js';

const own = (rev: number, text: string) => sent(rev, { senderId: me, text });
const ids = (pending: readonly { clientMessageId: string }[]) => pending.map(({ clientMessageId }) => clientMessageId);
const put = (state: PlanetState, ...entries: ReturnType<typeof entry>[]) => entries.reduce(putPending, state);
const acknowledged = (state: PlanetState, clientMessageId: string, storedAs: number) =>
  putPending(state, { ...state.pending.find((each) => each.clientMessageId === clientMessageId)!, storedAs });

describe('pending messages', () => {
  const [a, b] = [entry('a', 'one'), entry('b', 'two')];

  it('stand in the order in which they go out, however they were heard of', () => {
    const state = put(live(1, 1), b, a);
    expect(ids(state.pending)).toEqual(['a', 'b']);
    expect(nextToSend(state.pending)?.clientMessageId).toBe('a');
    expect(nextToSend(acknowledged(state, 'a', 2).pending)?.clientMessageId).toBe('b');
  });

  it('are shown until their event comes after the acknowledgement', () => {
    const waiting = acknowledged(put(live(1, 1), a), 'a', 2);
    expect(ids(visiblePending(waiting))).toEqual(['a']);
    const state = applyEvents(waiting, frame(1, own(2, 'one')));
    expect(state.pending).toEqual([]);
    expect(seqs(state)).toEqual([1, 2]);
    expect(state.messages[1]?.clientMessageId).toBe('a');
  });

  it('are shown once when their event comes before the acknowledgement', () => {
    const shown = applyEvents(put(live(1, 1), a), frame(1, own(2, 'one')));
    expect(visiblePending(shown)).toEqual([]);
    expect(shown.messages[1]?.clientMessageId).toBe('a');
    expect(nextToSend(shown.pending)?.clientMessageId).toBe('a');
    expect(acknowledged(shown, 'a', 2).pending).toEqual([]);
  });

  it('come back into sight when the event was of another device, and give their id back', () => {
    const shown = applyEvents(put(live(1, 1), a), frame(1, own(2, 'one')));
    const state = acknowledged(shown, 'a', 3);
    expect(ids(visiblePending(state))).toEqual(['a']);
    const both = applyEvents(state, frame(2, own(3, 'one')));
    expect(both.messages.map(({ clientMessageId }) => clientMessageId)).toEqual([undefined, undefined, 'a']);
  });

  it('of the same text are each matched once', () => {
    const both = put(live(1, 1), entry('c', 'ㅋㅋ'), entry('d', 'ㅋㅋ'));
    const one = applyEvents(both, frame(1, own(2, 'ㅋㅋ')));
    expect(ids(visiblePending(one))).toEqual(['d']);
    const two = applyEvents(acknowledged(one, 'c', 2), frame(2, own(3, 'ㅋㅋ')));
    expect(visiblePending(two)).toEqual([]);
    expect(acknowledged(two, 'd', 3).pending).toEqual([]);
  });

  it('that failed let the others pass, and are shown again', () => {
    const shown = applyEvents(put(live(1, 1), a, b), frame(1, own(2, 'one')));
    const state = putPending(shown, { ...a, status: 'failed', code: 'muted' });
    expect(nextToSend(state.pending)?.clientMessageId).toBe('b');
    expect(ids(visiblePending(state))).toEqual(['a', 'b']);
  });

  it('that were taken out of the outbox go, but for one that is stored and waits for its event', () => {
    const state = acknowledged(put(live(1, 1), a, b), 'a', 2);
    expect(ids(unlessStored(unlessStored(state, 'a'), 'b').pending)).toEqual(['a']);
  });
});
