import type { PlanetState } from './planetState.js';

/** So many messages are kept of a planet, however many were paged through. */
export const longestWindow = 2_000;

/** Keeps at most `most` messages, those around `anchor`; null is the newest. What was dropped is read again when paged to. */
export function trim(state: PlanetState, anchor: number | null, most: number = longestWindow): PlanetState {
  const { messages } = state;
  const first = messages[0];
  if (!first || messages.length <= most) return state;
  const middle = (anchor ?? state.headSeq) - first.seq;
  const start = Math.max(0, Math.min(middle - Math.floor(most / 2), messages.length - most));
  const end = start + most;
  return {
    ...state,
    messages: messages.slice(start, end),
    hasBefore: state.hasBefore || start > 0,
    hasAfter: state.hasAfter || end < messages.length,
  };
}
