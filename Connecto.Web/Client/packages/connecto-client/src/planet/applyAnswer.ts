import type { SubscribeAnswer } from '../link/wire.js';
import { applyCounts } from './applyCounts.js';
import { applyEvents } from './applyEvents.js';
import { dropDone } from './changes.js';
import { settle } from './pending.js';
import type { PlanetState } from './planetState.js';

/** Applies the answer to a `Subscribe` that was called with `sinceRev` (null: none). `later` is the caller's concern. */
export function applyAnswer(state: PlanetState, answer: SubscribeAnswer, sinceRev: number | null): PlanetState {
  const next = applyContent({ ...state, gap: false }, answer, sinceRev);
  return answer.counts && !next.gap ? applyCounts(next, answer.counts) : next;
}

function applyContent(state: PlanetState, answer: SubscribeAnswer, sinceRev: number | null): PlanetState {
  switch (answer.state) {
    case 'denied':
      return { ...state, phase: 'denied', deniedCode: answer.code ?? 'forbidden' };
    case 'recovered': {
      const frame = { planetId: state.planetId, fromRev: sinceRev ?? 0, events: answer.events ?? [] };
      const next = applyEvents({ ...state, phase: 'live', deniedCode: null }, frame);
      return next.headRev < answer.headRev ? { ...next, gap: true } : next;
    }
    case 'snapshot':
      return applySnapshot(state, answer);
    case 'later':
      return state;
  }
}

/** A snapshot stands alone: what was known before it may have been edited or deleted meanwhile. */
function applySnapshot(state: PlanetState, { headRev, headSeq, snapshot }: SubscribeAnswer): PlanetState {
  const { planet, me } = snapshot!;
  const messages = snapshot!.messages.map((message) => ({ ...message, asOf: headRev }));
  const next: PlanetState = {
    ...state,
    phase: 'live',
    deniedCode: null,
    planet,
    role: me.role,
    lastReadSeq: Math.max(me.lastReadSeq, state.lastReadSeq),
    unreadFrom: state.planet ? state.unreadFrom : firstUnread(me.lastReadSeq, headSeq),
    headRev,
    headSeq,
    messages,
    hasBefore: messages.length > 0 ? messages[0]!.seq > 1 : headSeq > 0,
    hasAfter: false,
    recent: [],
    recentFrom: headRev,
  };
  return dropDone(messages.reduce(settle, next));
}

export const firstUnread = (lastReadSeq: number, headSeq: number): number | null =>
  lastReadSeq < headSeq ? lastReadSeq + 1 : null;
