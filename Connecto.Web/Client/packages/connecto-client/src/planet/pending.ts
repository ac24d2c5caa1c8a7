import { inOrder, type OutboxEntry } from '../outbox/outboxEntry.js';
import type { Message } from '../rest/model.js';
import { indexOfSeq, type KnownMessage, type PendingMessage, type PlanetState } from './planetState.js';

/** Shows a message that is about to be sent, or what has become of one. */
export function putPending(state: PlanetState, entry: OutboxEntry): PlanetState {
  if (entry.storedAs !== undefined) return acknowledge(state, entry, entry.storedAs);
  const known = state.pending.find(({ clientMessageId }) => clientMessageId === entry.clientMessageId);
  const kept = known?.shownAs !== undefined && entry.status === 'sending' ? { shownAs: known.shownAs } : {};
  const others = state.pending.filter((each) => each !== known);
  const pending = [...others, { ...entry, ...kept }].sort(inOrder);
  return { ...state, pending };
}

/** The server has stored it as `seq`; it stays in sight until the list shows that message. */
function acknowledge(state: PlanetState, entry: OutboxEntry, seq: number): PlanetState {
  if (seq <= state.headSeq) return nameMessage(dropPending(state, entry.clientMessageId), seq, entry.clientMessageId);
  const pending = state.pending.map((each) =>
    each.clientMessageId === entry.clientMessageId ? { ...each, storedAs: seq, shownAs: undefined } : each,
  );
  return { ...state, pending };
}

export const dropPending = (state: PlanetState, clientMessageId: string): PlanetState => ({
  ...state,
  pending: state.pending.filter((each) => each.clientMessageId !== clientMessageId),
});

/** It was taken out of the outbox: withdrawn, unless it is stored and only waits to be shown. */
export const unlessStored = (state: PlanetState, clientMessageId: string): PlanetState =>
  state.pending.some((each) => each.clientMessageId === clientMessageId && each.storedAs !== undefined)
    ? state
    : dropPending(state, clientMessageId);

/** The next message to hand to the server. */
export const nextToSend = <T extends OutboxEntry>(pending: readonly T[]): T | undefined =>
  pending.find(({ status, storedAs }) => status === 'sending' && storedAs === undefined);

/**
 * Drops the pending message that now stands in the list as `message`. A live event names no client message id and may
 * come before the acknowledgement; then the message under way is taken to be it where the texts are the same, and is
 * out of sight until the acknowledgement says which it is. The message in the list gets the id, so that who shows both
 * shows them as one.
 */
export function settle(state: PlanetState, message: Message): PlanetState {
  if (message.senderId !== state.meId || state.pending.length === 0) return state;
  const stored = state.pending.find(
    (each) => each.storedAs === message.seq || each.clientMessageId === message.clientMessageId,
  );
  if (stored) return nameMessage(dropPending(state, stored.clientMessageId), message.seq, stored.clientMessageId);
  const underWay = nextToSend(state.pending);
  if (!underWay || underWay.shownAs !== undefined || underWay.text !== message.text) return state;
  const pending = state.pending.map((each) => (each === underWay ? { ...each, shownAs: message.seq } : each));
  return nameMessage({ ...state, pending }, message.seq, underWay.clientMessageId);
}

/** One message has an id, and no other has it: what was only taken to be it loses it again. */
function nameMessage(state: PlanetState, seq: number, clientMessageId: string): PlanetState {
  const wanted = indexOfSeq(state.messages, seq);
  const renamed = (message: KnownMessage, index: number): KnownMessage => {
    if (index === wanted)
      return message.clientMessageId === clientMessageId ? message : { ...message, clientMessageId };
    return message.clientMessageId === clientMessageId ? { ...message, clientMessageId: undefined } : message;
  };
  const messages = state.messages.map(renamed);
  return messages.every((message, i) => message === state.messages[i]) ? state : { ...state, messages };
}

/** What is to be shown below the list. */
export const visiblePending = (state: PlanetState): readonly PendingMessage[] =>
  state.pending.every(({ shownAs }) => shownAs === undefined)
    ? state.pending
    : state.pending.filter(({ shownAs }) => shownAs === undefined);
