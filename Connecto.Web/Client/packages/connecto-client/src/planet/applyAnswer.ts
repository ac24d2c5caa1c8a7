import type { MessagePage } from '../rest/model.js';
import { applyCounts } from './applyCounts.js';
import { applyEvents } from './applyEvents.js';
import { settle } from './pending.js';
import { indexOfSeq, type PlanetState } from './planetState.js';
import type { SubscribeAnswer } from '../link/wire.js';

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
    case 'snapshot': {
      const { planet, messages } = answer.snapshot!;
      const next: PlanetState = {
        ...state,
        phase: 'live',
        deniedCode: null,
        planet,
        headRev: answer.headRev,
        headSeq: answer.headSeq,
        // A snapshot stands alone: what was known before it may have been edited or deleted meanwhile.
        messages,
        hasBefore: messages.length > 0 ? messages[0]!.seq > 1 : answer.headSeq > 0,
      };
      return messages.reduce(settle, next);
    }
    case 'later':
      return state;
  }
}

/** Puts an older page before the list; what overlaps stays as it is. */
export function applyOlderPage(state: PlanetState, page: MessagePage): PlanetState {
  const first = state.messages[0]?.seq ?? Number.MAX_SAFE_INTEGER;
  const older = page.items.filter((message) => message.seq < first);
  const touches = older.length === 0 || state.messages.length === 0 || older.at(-1)!.seq === first - 1;
  if (!touches || indexOfSeq(older, older.at(-1)?.seq ?? 0) !== older.length - 1) return state;
  return { ...state, messages: [...older, ...state.messages], hasBefore: page.hasBefore };
}
