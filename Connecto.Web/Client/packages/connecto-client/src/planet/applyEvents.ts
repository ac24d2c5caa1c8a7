import type { Message } from '../rest/model.js';
import { settle } from './pending.js';
import { indexOfSeq, type PlanetState } from './planetState.js';
import type { EventsFrame, PlanetEvent } from '../link/wire.js';

/** Applies what is new in a frame, in order; a frame that leaves a hole changes nothing but `gap`. */
export function applyEvents(state: PlanetState, { fromRev, events }: EventsFrame): PlanetState {
  if (state.gap || fromRev > state.headRev) return { ...state, gap: true };
  let expected = fromRev;
  let next = state;
  for (const event of events) {
    if (event.rev !== ++expected) return { ...next, gap: true };
    if (event.rev <= next.headRev) continue;
    const applied = applyEvent(next, event);
    if (applied.gap) return applied;
    next = { ...applied, headRev: event.rev };
  }
  return next;
}

function applyEvent(state: PlanetState, event: PlanetEvent): PlanetState {
  switch (event.kind) {
    case 'message':
      return applyMessage(state, event.message);
    case 'edited':
      return change(state, event.seq, event.rev, { text: event.text ?? undefined, editedAt: event.editedAt });
    case 'deleted':
      return change(state, event.seq, event.rev, { text: undefined, deletedAt: event.at });
    case 'member':
      return applyNames(state, event.members);
    case 'planet': {
      return state.planet ? { ...state, planet: { ...state.planet, name: event.name ?? state.planet.name } } : state;
    }
    default:
      return state;
  }
}

function applyMessage(state: PlanetState, message: Message): PlanetState {
  if (message.seq <= state.headSeq) return change(state, message.seq, message.rev, message);
  if (message.seq > state.headSeq + 1) return { ...state, gap: true };
  return settle({ ...state, messages: [...state.messages, message], headSeq: message.seq }, message);
}

/** Changes one message, unless it already stands as it was at `rev` or later. */
function change(state: PlanetState, seq: number, rev: number, changed: Partial<Message>): PlanetState {
  const index = indexOfSeq(state.messages, seq);
  const message = state.messages[index];
  if (!message || message.rev >= rev) return state;
  return { ...state, messages: state.messages.with(index, { ...message, ...changed, rev }) };
}

/** Remembers display names. */
export function applyNames(state: PlanetState, people: readonly { userId: string; displayName: string }[]): PlanetState {
  const names = new Map(state.names);
  for (const { userId, displayName } of people) names.set(userId, displayName);
  return { ...state, names };
}
