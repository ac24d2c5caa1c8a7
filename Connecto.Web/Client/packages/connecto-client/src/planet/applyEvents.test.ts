import { describe, expect, it } from 'vitest';
import { applyEvents } from './applyEvents.js';
import { at, frame, live, me, message, other, sent, seqs } from './testing.js';

describe('applyEvents', () => {
  it('appends what follows', () => {
    const state = applyEvents(live(1, 3), frame(3, sent(4), sent(5)));
    expect(seqs(state)).toEqual([1, 2, 3, 4, 5]);
    expect(state).toMatchObject({ headRev: 5, headSeq: 5, gap: false });
  });

  it('starts a list whose messages from before are hidden', () => {
    const state = applyEvents({ ...live(1, 0), headSeq: 500, headRev: 600 }, frame(600, sent(601, { seq: 501 })));
    expect(seqs(state)).toEqual([501]);
  });

  it('ignores a frame that came before', () => {
    const state = live(1, 3);
    expect(applyEvents(state, frame(1, sent(2), sent(3)))).toEqual(state);
  });

  it('takes only what is new of a frame that overlaps', () => {
    expect(seqs(applyEvents(live(1, 3), frame(1, sent(2), sent(3), sent(4))))).toEqual([1, 2, 3, 4]);
  });

  it('reports a frame that begins too late, and keeps its place', () => {
    const state = applyEvents(live(1, 3), frame(4, sent(5)));
    expect(state).toMatchObject({ gap: true, headRev: 3 });
    expect(seqs(state)).toEqual([1, 2, 3]);
  });

  it('reports a hole inside a frame, and keeps what came before it', () => {
    const state = applyEvents(live(1, 3), frame(3, sent(4), sent(6, { seq: 5 })));
    expect(state).toMatchObject({ gap: true, headRev: 4 });
    expect(seqs(state)).toEqual([1, 2, 3, 4]);
  });

  it('reports a message whose seq leaves a hole', () => {
    expect(applyEvents(live(1, 3), frame(3, sent(4, { seq: 5 })))).toMatchObject({ gap: true, headRev: 3 });
  });

  it('takes nothing more while a gap is open', () => {
    const state = applyEvents({ ...live(1, 3), gap: true }, frame(3, sent(4)));
    expect(seqs(state)).toEqual([1, 2, 3]);
  });

  it('edits a message and counts an edit of one that it does not hold', () => {
    const edit = (rev: number, seq: number) => ({ kind: 'edited' as const, rev, at, seq, text: 'new', editedAt: at });
    const state = applyEvents(live(11, 12), frame(12, edit(13, 11), edit(14, 3)));
    expect(state.messages[0]).toMatchObject({ text: 'new', editedAt: at, rev: 13 });
    expect(state.headRev).toBe(14);
  });

  it('takes the text away from a deleted message, which keeps its place', () => {
    const state = applyEvents(live(1, 2), frame(2, { kind: 'deleted', rev: 3, at, seq: 1, by: other }));
    expect(state.messages[0]).toMatchObject({ seq: 1, text: undefined, deletedAt: at });
  });

  it('does not go back behind a message that already stands at a later rev', () => {
    const later = { ...live(1, 2), messages: [message(1, { rev: 9, text: 'latest' }), message(2)] };
    const state = applyEvents(later, frame(2, { kind: 'edited', rev: 3, at, seq: 1, text: 'old', editedAt: at }));
    expect(state.messages[0]).toMatchObject({ rev: 9, text: 'latest' });
    expect(state.headRev).toBe(3);
  });

  it('learns names, roles and members', () => {
    const member = {
      userId: me,
      displayName: '지우',
      role: 'member' as const,
      status: 'active' as const,
      joinedAt: at,
      joinedSeq: 0,
    };
    const state = applyEvents(
      live(1, 0),
      frame(0, { kind: 'member', rev: 1, at, members: [{ ...member, role: 'admin' }] }),
    );
    expect(state.names.get(me)).toBe('지우');
    expect(state.members.get(me)).toMatchObject({ status: 'active' });
    expect(state.role).toBe('admin');
  });
});
