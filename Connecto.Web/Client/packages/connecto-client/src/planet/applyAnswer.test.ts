import { describe, expect, it } from 'vitest';
import { applyAnswer } from './applyAnswer.js';
import { putPending } from './pending.js';
import { entry, live, me, message, planet, sent, seqs } from './testing.js';
import type { SubscribeAnswer } from '../link/wire.js';

const answer = (rest: Partial<SubscribeAnswer>): SubscribeAnswer => ({
  planetId: planet.id,
  state: 'recovered',
  headRev: 0,
  headSeq: 0,
  ...rest,
});

describe('applyAnswer', () => {
  it('continues from where it was', () => {
    const recovered = answer({ headRev: 5, headSeq: 5, events: [sent(4), sent(5)], counts: [[5, 2, 0]] });
    const state = applyAnswer(live(1, 3), recovered, 3);
    expect(seqs(state)).toEqual([1, 2, 3, 4, 5]);
    expect(state.messages[4]).toMatchObject({ readCount: 2, unreadCount: 0 });
  });

  it('closes a gap', () => {
    const state = applyAnswer({ ...live(1, 3), gap: true }, answer({ headRev: 4, headSeq: 4, events: [sent(4)] }), 3);
    expect(state).toMatchObject({ gap: false, headRev: 4 });
  });

  it('reports an answer that does not reach its own head', () => {
    const state = applyAnswer(live(1, 3), answer({ headRev: 6, headSeq: 6, events: [sent(4)] }), 3);
    expect(state.gap).toBe(true);
  });

  it('believes a snapshot, also one behind what it held', () => {
    const snapshot = { planet, me: { role: 'member' as const, lastReadSeq: 0 }, messages: [message(1), message(2)] };
    const state = applyAnswer(live(1, 9), answer({ state: 'snapshot', headRev: 2, headSeq: 2, snapshot }), 9);
    expect(seqs(state)).toEqual([1, 2]);
    expect(state).toMatchObject({ headRev: 2, headSeq: 2, hasBefore: false });
  });

  it('drops a pending message that the answer shows to be stored', () => {
    const waiting = putPending(live(1, 3), entry('c1', 'hello'));
    const own = sent(4, { senderId: me, text: 'hello', clientMessageId: 'c1' });
    expect(applyAnswer(waiting, answer({ headRev: 4, headSeq: 4, events: [own] }), 3).pending).toEqual([]);
    const snapshot = { planet, me: { role: 'member' as const, lastReadSeq: 0 }, messages: [own.message] };
    const fresh = answer({ state: 'snapshot', headRev: 4, headSeq: 4, snapshot });
    expect(applyAnswer(waiting, fresh, null).pending).toEqual([]);
  });

  it('keeps a pending message that the answer does not show', () => {
    const waiting = putPending(live(1, 3), entry('c1', 'hello'));
    const snapshot = { planet, me: { role: 'member' as const, lastReadSeq: 0 }, messages: [message(1)] };
    const state = applyAnswer(waiting, answer({ state: 'snapshot', headRev: 9, headSeq: 1, snapshot }), null);
    expect(state.pending).toHaveLength(1);
  });

  it('says why it was denied', () => {
    const state = applyAnswer(live(1, 3), answer({ state: 'denied', code: 'not_member' }), 3);
    expect(state).toMatchObject({ phase: 'denied', deniedCode: 'not_member' });
  });
});
