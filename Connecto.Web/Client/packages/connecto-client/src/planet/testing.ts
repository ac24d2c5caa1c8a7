import type { PlanetEvent } from '../link/wire.js';
import type { OutboxEntry } from '../outbox/outboxEntry.js';
import type { Planet } from '../rest/model.js';
import { applyAnswer } from './applyAnswer.js';
import { emptyPlanet, type KnownMessage, type PlanetState } from './planetState.js';

/** What the unit tests build planets from. */

export const me = '1';
export const other = '2';
export const at = '2026-01-01T00:00:00.000Z';

export const planet: Planet = {
  id: '9',
  kind: 'group',
  name: 'Jeju',
  memberCount: 3,
  headSeq: 0,
  headRev: 0,
  settings: { slowModeSeconds: 0, readReceipts: true, historyVisible: true, editWindowSeconds: 0 },
  createdAt: at,
};

export const message = (seq: number, rest: Partial<KnownMessage> = {}): KnownMessage => ({
  id: `${100 + seq}`,
  planetId: planet.id,
  seq,
  rev: seq,
  senderId: other,
  type: 'text',
  text: `text ${seq}`,
  mentions: [],
  attachments: [],
  reactions: [],
  replyCount: 0,
  readCount: 0,
  unreadCount: 2,
  createdAt: at,
  asOf: seq,
  ...rest,
});

export const sent = (rev: number, rest: Partial<KnownMessage> = {}) => ({
  kind: 'message' as const,
  rev,
  at,
  message: message(rev, rest),
});

export const frame = (fromRev: number, ...events: PlanetEvent[]) => ({ planetId: planet.id, fromRev, events });

/** A planet whose snapshot holds the messages `first` to `last`, with head rev `last`. */
export function live(first: number, last: number): PlanetState {
  const messages = Array.from({ length: last - first + 1 }, (_, i) => message(first + i));
  const snapshot = { planet, me: { role: 'member' as const, lastReadSeq: 0 }, messages };
  const answer = { planetId: planet.id, state: 'snapshot' as const, headRev: last, headSeq: last, snapshot };
  return applyAnswer(emptyPlanet(planet.id, me), answer, null);
}

export const seqs = (state: PlanetState): number[] => state.messages.map(({ seq }) => seq);

/** An entry of the outbox; those made later go out later. */
export const entry = (clientMessageId: string, text: string, rest: Partial<OutboxEntry> = {}): OutboxEntry => ({
  planetId: planet.id,
  clientMessageId,
  text,
  order: ++orders,
  createdAt: at,
  status: 'sending',
  ...rest,
});

let orders = 0;

/** Numbers between 0 and 1, the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
