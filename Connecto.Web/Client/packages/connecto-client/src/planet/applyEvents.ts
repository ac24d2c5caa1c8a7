import type { EventsFrame, PlanetEvent } from '../link/wire.js';
import type { Member } from '../rest/model.js';
import { changeMessage } from './changeMessage.js';
import { dropDone } from './changes.js';
import { settle } from './pending.js';
import { indexOfSeq, type KnownMessage, type PlanetState } from './planetState.js';

/** Applies what is new in a frame, in order; a frame that leaves a hole changes nothing but `gap`. */
export function applyEvents(state: PlanetState, { fromRev, events }: EventsFrame): PlanetState {
  if (state.gap || fromRev > state.headRev) return { ...state, gap: true };
  let expected = fromRev;
  let next = state;
  for (const event of events) {
    if (event.rev !== ++expected) return dropDone({ ...next, gap: true });
    if (event.rev <= next.headRev) continue;
    const applied = applyEvent(next, event);
    if (applied.gap) return dropDone(applied);
    next = { ...applied, headRev: event.rev };
  }
  return dropDone(next);
}

function applyEvent(state: PlanetState, event: PlanetEvent): PlanetState {
  switch (event.kind) {
    case 'message':
      return applyMessage(state, event);
    case 'member':
      return applyMembers(state, event.members);
    case 'planet':
      return applyPlanet(state, event);
    default:
      return remember(change(state, event.seq, event), event);
  }
}

function applyMessage(state: PlanetState, event: PlanetEvent & { kind: 'message' }): PlanetState {
  const message: KnownMessage = { ...event.message, asOf: event.rev };
  if (message.seq > state.headSeq + 1) return { ...state, gap: true };
  if (message.seq <= state.headSeq) return state;
  const isOwn = message.senderId === state.meId;
  const appended: PlanetState = {
    ...state,
    messages: state.hasAfter ? state.messages : [...state.messages, message],
    headSeq: message.seq,
    // Sending moves the sender's own cursor.
    lastReadSeq: isOwn ? message.seq : state.lastReadSeq,
  };
  const settled = settle(appended, message);
  if (message.replyToSeq === undefined || message.replyToSeq === null) return settled;
  return remember(change(settled, message.replyToSeq, event), event);
}

/** Changes one message of the window. */
function change(state: PlanetState, seq: number, event: PlanetEvent): PlanetState {
  const index = indexOfSeq(state.messages, seq);
  const message = state.messages[index];
  if (!message) return state;
  const changed = changeMessage(message, event, state.meId);
  return changed === message ? state : { ...state, messages: state.messages.with(index, changed) };
}

const mostRecent = 1_024;

function remember(state: PlanetState, event: PlanetEvent): PlanetState {
  const recent = [...state.recent, event];
  if (recent.length <= mostRecent) return { ...state, recent };
  const dropped = recent.splice(0, mostRecent / 2);
  return { ...state, recent, recentFrom: dropped.at(-1)!.rev };
}

function applyMembers(state: PlanetState, changed: readonly Member[]): PlanetState {
  const members = new Map(state.members);
  for (const member of changed) members.set(member.userId, member);
  const next = applyNames({ ...state, members }, changed);
  const me = changed.findLast(({ userId }) => userId === state.meId);
  if (!me) return next;
  if (me.status === 'active') return { ...next, role: me.role };
  // Nothing follows any more.
  return { ...next, phase: 'denied', deniedCode: me.status === 'banned' ? 'banned' : 'not_member' };
}

function applyPlanet(state: PlanetState, event: PlanetEvent & { kind: 'planet' }): PlanetState {
  if (event.deletedAt) return { ...state, phase: 'denied', deniedCode: 'not_found' };
  const { planet } = state;
  if (!planet) return state;
  const name = event.name ?? planet.name;
  const settings = event.settings ?? planet.settings;
  const archivedAt = event.archived === false ? undefined : (event.archivedAt ?? planet.archivedAt);
  return { ...state, planet: { ...planet, name, settings, archivedAt } };
}

/** Remembers display names. */
export function applyNames(
  state: PlanetState,
  people: readonly { userId: string; displayName: string }[],
): PlanetState {
  if (people.every(({ userId, displayName }) => state.names.get(userId) === displayName)) return state;
  const names = new Map(state.names);
  for (const { userId, displayName } of people) names.set(userId, displayName);
  return { ...state, names };
}

/** The user's own cursor stands at `seq`, moved here or on another device. */
export const applyRead = (state: PlanetState, seq: number): PlanetState =>
  seq > state.lastReadSeq ? { ...state, lastReadSeq: Math.min(seq, state.headSeq) } : state;
