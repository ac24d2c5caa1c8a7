import { describe, expect, it } from 'vitest';
import { applyEvents } from './applyEvents.js';
import { acknowledge, enqueue, fail, nextToSend, retry, visiblePending } from './pending.js';
import { frame, live, me, sent, seqs } from './testing.js';

const own = (rev: number, text: string) => sent(rev, { senderId: me, text });
const ids = (pending: readonly { clientMessageId: string }[]) => pending.map(({ clientMessageId }) => clientMessageId);

describe('pending messages', () => {
  it('go out in the order in which they were written', () => {
    const state = enqueue(enqueue(live(1, 1), 'a', 'one'), 'b', 'two');
    expect(nextToSend(state)?.clientMessageId).toBe('a');
    expect(nextToSend(acknowledge(state, 'a', 2))?.clientMessageId).toBe('b');
  });

  it('are shown until their event comes after the acknowledgement', () => {
    const acknowledged = acknowledge(enqueue(live(1, 1), 'a', 'one'), 'a', 2);
    expect(ids(visiblePending(acknowledged))).toEqual(['a']);
    const state = applyEvents(acknowledged, frame(1, own(2, 'one')));
    expect(state.pending).toEqual([]);
    expect(seqs(state)).toEqual([1, 2]);
  });

  it('are shown once when their event comes before the acknowledgement', () => {
    const shown = applyEvents(enqueue(live(1, 1), 'a', 'one'), frame(1, own(2, 'one')));
    expect(visiblePending(shown)).toEqual([]);
    expect(nextToSend(shown)?.clientMessageId).toBe('a');
    expect(acknowledge(shown, 'a', 2).pending).toEqual([]);
  });

  it('come back into sight when the event was of another device', () => {
    const shown = applyEvents(enqueue(live(1, 1), 'a', 'one'), frame(1, own(2, 'one')));
    expect(ids(visiblePending(acknowledge(shown, 'a', 3)))).toEqual(['a']);
  });

  it('of the same text are each matched once', () => {
    const both = enqueue(enqueue(live(1, 1), 'a', 'ㅋㅋ'), 'b', 'ㅋㅋ');
    const one = applyEvents(both, frame(1, own(2, 'ㅋㅋ')));
    expect(ids(visiblePending(one))).toEqual(['b']);
    const two = applyEvents(acknowledge(one, 'a', 2), frame(2, own(3, 'ㅋㅋ')));
    expect(visiblePending(two)).toEqual([]);
    expect(acknowledge(two, 'b', 3).pending).toEqual([]);
  });

  it('that failed let the others pass and may be tried again under the same id', () => {
    const state = fail(enqueue(enqueue(live(1, 1), 'a', 'one'), 'b', 'two'), 'a', 'muted');
    expect(nextToSend(state)?.clientMessageId).toBe('b');
    const again = retry(state, 'a');
    expect(ids(again.pending)).toEqual(['b', 'a']);
    expect(again.pending[1]).toMatchObject({ status: 'sending', text: 'one' });
  });
});
