import { describe, expect, it } from 'vitest';
import { applyEvents } from './applyEvents.js';
import { putPending } from './pending.js';
import { takePage } from './takePage.js';
import { at, entry, frame, live, me, message, sent, seqs } from './testing.js';
import { trim } from './trim.js';

const page = (first: number, last: number, headRev: number) => ({
  items: Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => message(first + i)),
  hasBefore: first > 1,
  hasAfter: true,
  headRev,
});

const edit = (rev: number, seq: number) => ({
  kind: 'edited' as const,
  rev,
  at,
  seq,
  text: `edit ${rev}`,
  editedAt: at,
});

describe('a page', () => {
  it('is put before the window, without what overlaps', () => {
    const state = takePage(live(51, 60), page(41, 55, 60), 'before');
    expect(seqs(state!)).toEqual(seqs(live(41, 60)));
    expect(state).toMatchObject({ hasBefore: true, hasAfter: false });
    expect(takePage(live(3, 5), page(1, 2, 5), 'before')).toMatchObject({ hasBefore: false });
    expect(takePage(live(3, 5), { ...page(1, 0, 5), hasBefore: false }, 'before')).toMatchObject({ hasBefore: false });
  });

  it('is read again where it does not touch the window, or has nothing where there is more', () => {
    expect(takePage(live(51, 60), page(31, 40, 60), 'before')).toBeNull();
    const far = takePage(live(51, 60), page(11, 20, 60), 'around')!;
    expect(takePage(far, page(31, 40, 60), 'after')).toBeNull();
    expect(takePage(far, page(1, 0, 60), 'after')).toBeNull();
    expect(takePage(far, page(1, 0, 60), 'around')).toBeNull();
  });

  it('counts as far as it is dense', () => {
    const holed = { ...page(11, 20, 60), items: [...page(11, 14, 60).items, ...page(16, 20, 60).items] };
    expect(seqs(takePage(live(51, 60), holed, 'around')!)).toEqual([11, 12, 13, 14]);
  });

  it('is read again where it is older than the events that are remembered', () => {
    expect(takePage(live(51, 60), page(41, 50, 59), 'before')).toBeNull();
    const edits = Array.from({ length: 1_025 }, (_, i) => edit(61 + i, 41));
    const state = applyEvents(live(51, 60), frame(60, ...edits));
    expect(takePage(state, page(41, 50, 60), 'before')).toBeNull();
    expect(takePage(state, page(41, 50, 1_000), 'before')!.messages[0]!.text).toBe('edit 1085');
  });

  it('joins a window that was elsewhere to the newest message, from which on it goes on live', () => {
    const far = takePage(live(51, 60), page(11, 40, 60), 'around')!;
    const more = applyEvents(far, frame(60, sent(61)));
    expect(more).toMatchObject({ headSeq: 61, hasAfter: true });
    const joined = takePage(more, page(41, 61, 61), 'after')!;
    expect(joined.hasAfter).toBe(false);
    expect(seqs(applyEvents(joined, frame(61, sent(62)))).slice(-2)).toEqual([61, 62]);
  });

  it('settles a message that was on its way', () => {
    const waiting = putPending(live(51, 60), entry('c', 'text 45'));
    const own = {
      ...page(41, 50, 60),
      items: page(41, 50, 60).items.with(4, message(45, { senderId: me, clientMessageId: 'c' })),
    };
    expect(takePage(waiting, own, 'before')!.pending).toEqual([]);
  });
});

describe('a window that has become too long', () => {
  it('keeps what is in view', () => {
    expect(seqs(trim(live(1, 100), null, 10))).toEqual(seqs(live(91, 100)));
    expect(seqs(trim(live(1, 100), 50, 10))).toEqual(seqs(live(45, 54)));
    expect(seqs(trim(live(1, 100), 2, 10))).toEqual(seqs(live(1, 10)));
  });

  it('knows at which ends there is more', () => {
    expect(trim(live(1, 100), null, 10)).toMatchObject({ hasBefore: true, hasAfter: false });
    expect(trim(live(1, 100), 50, 10)).toMatchObject({ hasBefore: true, hasAfter: true });
    expect(trim(live(1, 100), 1, 10)).toMatchObject({ hasBefore: false, hasAfter: true });
    const short = live(1, 10);
    expect(trim(short, 1, 10)).toBe(short);
  });
});
