import type { MessagePage } from '../rest/model.js';
import { changeMessage } from './changeMessage.js';
import { settle } from './pending.js';
import type { KnownMessage, PlanetState } from './planetState.js';

/** Where a page goes: at an end of the window, or in place of it. */
export type Side = 'before' | 'after' | 'around';

/**
 * Takes a page of the REST API into the window. It may have been read before or after the last event that was applied
 * here: what is older is brought up to date by the recent events, and what lies behind the head is left to the events
 * that will tell of it. Null where that cannot be done, and the page is to be read again.
 */
export function takePage(state: PlanetState, page: MessagePage, side: Side): PlanetState | null {
  if (page.headRev < state.recentFrom) return null;
  const known = denseRun(page).filter(({ seq }) => seq <= state.headSeq);
  const items = known.map((message) => upToDate(state, { ...message, asOf: page.headRev }, page.headRev));
  const next =
    side === 'before'
      ? before(state, items, page)
      : side === 'after'
        ? after(state, items)
        : around(state, items, page);
  return next && items.reduce(settle, next);
}

/** From the first message on, as far as no seq is left out. */
function denseRun({ items }: MessagePage): MessagePage['items'] {
  const end = items.findIndex(({ seq }, i) => seq !== items[0]!.seq + i);
  return end < 0 ? items : items.slice(0, end);
}

const upToDate = (state: PlanetState, message: KnownMessage, pageRev: number): KnownMessage =>
  state.recent.reduce((each, event) => (event.rev > pageRev ? changeMessage(each, event, state.meId) : each), message);

function before(state: PlanetState, items: KnownMessage[], page: MessagePage): PlanetState | null {
  const first = state.messages[0]?.seq;
  if (first === undefined) return around(state, items, page);
  const older = items.filter(({ seq }) => seq < first);
  if (older.length === 0) return page.hasBefore ? null : { ...state, hasBefore: false };
  if (older.at(-1)!.seq !== first - 1) return null;
  return { ...state, messages: [...older, ...state.messages], hasBefore: page.hasBefore };
}

function after(state: PlanetState, items: KnownMessage[]): PlanetState | null {
  const last = state.messages.at(-1)?.seq ?? 0;
  const newer = items.filter(({ seq }) => seq > last);
  if (newer.length === 0) return last < state.headSeq ? null : { ...state, hasAfter: false };
  if (newer[0]!.seq !== last + 1) return null;
  return { ...state, messages: [...state.messages, ...newer], hasAfter: newer.at(-1)!.seq < state.headSeq };
}

function around(state: PlanetState, items: KnownMessage[], page: MessagePage): PlanetState | null {
  const last = items.at(-1);
  if (!last) return null;
  return { ...state, messages: items, hasBefore: page.hasBefore, hasAfter: last.seq < state.headSeq };
}
