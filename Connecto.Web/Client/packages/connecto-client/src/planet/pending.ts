import type { Message } from '../rest/model.js';
import type { PendingMessage, PlanetState } from './planetState.js';

/** Shows a message that is about to be sent. */
export function enqueue(state: PlanetState, clientMessageId: string, text: string): PlanetState {
  return { ...state, pending: [...state.pending, { clientMessageId, text, status: 'sending' }] };
}

/** The server has stored it as `seq`; it stays in sight until the list shows that message. */
export function acknowledge(state: PlanetState, clientMessageId: string, seq: number): PlanetState {
  return seq <= state.headSeq
    ? discard(state, clientMessageId)
    : changePending(state, clientMessageId, { storedAs: seq, shownAs: undefined });
}

export const fail = (state: PlanetState, clientMessageId: string, code: string): PlanetState =>
  changePending(state, clientMessageId, { status: 'failed', code, shownAs: undefined });

/** Back to the end of the queue, under the same id. */
export function retry(state: PlanetState, clientMessageId: string): PlanetState {
  const message = state.pending.find((each) => each.clientMessageId === clientMessageId);
  return message ? enqueue(discard(state, clientMessageId), clientMessageId, message.text) : state;
}

export function discard(state: PlanetState, clientMessageId: string): PlanetState {
  return { ...state, pending: state.pending.filter((each) => each.clientMessageId !== clientMessageId) };
}

/** The next message to hand to the server. */
export const nextToSend = (state: PlanetState): PendingMessage | undefined =>
  state.pending.find(({ status, storedAs }) => status === 'sending' && storedAs === undefined);

/**
 * Drops the pending message that now stands in the list as `message`. A live event names no client message id and may
 * come before the acknowledgement; then the message under way is taken to be it where the texts are the same, and is
 * out of sight until the acknowledgement says which it is.
 */
export function settle(state: PlanetState, message: Message): PlanetState {
  if (message.senderId !== state.meId || state.pending.length === 0) return state;
  const stored = state.pending.find(
    (each) => each.storedAs === message.seq || each.clientMessageId === message.clientMessageId,
  );
  if (stored) return discard(state, stored.clientMessageId);
  const underWay = nextToSend(state);
  return underWay && underWay.shownAs === undefined && underWay.text === message.text
    ? changePending(state, underWay.clientMessageId, { shownAs: message.seq })
    : state;
}

/** What is to be shown below the list. */
export const visiblePending = (state: PlanetState): readonly PendingMessage[] =>
  state.pending.filter(({ shownAs }) => shownAs === undefined);

function changePending(state: PlanetState, clientMessageId: string, changed: Partial<PendingMessage>): PlanetState {
  const pending = state.pending.map((each) =>
    each.clientMessageId === clientMessageId ? { ...each, ...changed } : each,
  );
  return { ...state, pending };
}
