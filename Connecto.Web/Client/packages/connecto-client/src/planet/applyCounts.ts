import { indexOfSeq, type KnownMessage, type PlanetState } from './planetState.js';
import type { CountRow, ReceiptsFrame } from '../link/wire.js';

/** Each move adds one reader to the messages after `from` up to `to`, never to the mover's own. */
export function applyReceipts(state: PlanetState, moves: ReceiptsFrame['moves']): PlanetState {
  const first = state.messages[0];
  if (!first) return state;
  const messages = [...state.messages];
  for (const [userId, from, to] of moves) {
    const end = Math.min(to - first.seq, messages.length - 1);
    for (let i = Math.max(from + 1 - first.seq, 0); i <= end; i++) {
      const message = messages[i]!;
      if (message.senderId !== userId) messages[i] = withOneMoreReader(message);
    }
  }
  return { ...state, messages };
}

const withOneMoreReader = (message: KnownMessage): KnownMessage => ({
  ...message,
  readCount: message.readCount + 1,
  unreadCount: Math.max(message.unreadCount - 1, 0),
});

/** What the server counted replaces what was added up here. */
export function applyCounts(state: PlanetState, rows: readonly CountRow[]): PlanetState {
  const messages = [...state.messages];
  for (const [seq, readCount, unreadCount] of rows) {
    const index = indexOfSeq(messages, seq);
    const message = messages[index];
    if (message) messages[index] = { ...message, readCount, unreadCount };
  }
  return { ...state, messages };
}
