import { describe, expect, it } from 'vitest';
import { applyCounts, applyReceipts } from './applyCounts.js';
import { live, me, message, other } from './testing.js';

const unread = (state: ReturnType<typeof live>) => state.messages.map(({ unreadCount }) => unreadCount);

describe('receipts', () => {
  it('add one reader to what lies between the two cursors', () => {
    const state = applyReceipts(live(1, 5), [['3', 1, 3]]);
    expect(unread(state)).toEqual([2, 1, 1, 2, 2]);
    expect(state.messages.map(({ readCount }) => readCount)).toEqual([0, 1, 1, 0, 0]);
  });

  it('never count for the mover himself', () => {
    const state = { ...live(1, 2), messages: [message(1, { senderId: me }), message(2, { senderId: other })] };
    expect(unread(applyReceipts(state, [[me, 0, 2]]))).toEqual([2, 1]);
  });

  it('add up, and stop at zero', () => {
    const moves: [string, number, number][] = [
      ['3', 0, 2],
      ['4', 0, 1],
      ['5', 0, 1],
    ];
    expect(unread(applyReceipts(live(1, 2), moves))).toEqual([0, 1]);
  });

  it('reach only messages that are held', () => {
    expect(
      unread(
        applyReceipts(live(11, 12), [
          ['3', 5, 11],
          ['4', 11, 40],
        ]),
      ),
    ).toEqual([1, 1]);
  });
});

describe('counts', () => {
  it('replace what was added up', () => {
    const state = applyCounts(applyReceipts(live(1, 3), [['3', 0, 3]]), [
      [2, 0, 7],
      [99, 1, 1],
    ]);
    expect(unread(state)).toEqual([1, 7, 1]);
    expect(state.messages[1]!.readCount).toBe(0);
  });
});
