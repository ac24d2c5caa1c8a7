import type { Message } from '../rest/model.js';
import { react } from './changeMessage.js';
import type { KnownMessage, PlanetState } from './planetState.js';
import { indexOfSeq } from './planetState.js';

/** What was done to a message here, shown at once. */
export type Doing = { seq: number } & (
  { kind: 'edit'; text: string } | { kind: 'delete' } | { kind: 'react'; emoji: string; on: boolean }
);

export type Change = Doing & {
  id: number;
  at: string;
  /** The rev of its event, once the server has answered. */
  doneAt?: number;
};

export const beginChange = (state: PlanetState, change: Change): PlanetState => ({
  ...state,
  changes: [...state.changes, change],
});

/** The server refused it: the message is shown as it is. */
export const withdrawChange = (state: PlanetState, id: number): PlanetState => ({
  ...state,
  changes: state.changes.filter((each) => each.id !== id),
});

/** The server has done it as `rev`; it stays in sight until that event has come. */
export const finishChange = (state: PlanetState, id: number, doneAt: number): PlanetState =>
  dropDone({ ...state, changes: state.changes.map((each) => (each.id === id ? { ...each, doneAt } : each)) });

export function dropDone(state: PlanetState): PlanetState {
  const isOpen = ({ doneAt }: Change) => doneAt === undefined || doneAt > state.headRev;
  return state.changes.every(isOpen) ? state : { ...state, changes: state.changes.filter(isOpen) };
}

const shown = new WeakMap<readonly Message[], WeakMap<readonly Change[], readonly KnownMessage[]>>();

/** The window with the user's own changes in it: what is to be shown. The same list for the same state. */
export function shownMessages({ messages, changes }: PlanetState): readonly KnownMessage[] {
  if (changes.length === 0) return messages;
  const known = shown.get(messages) ?? new WeakMap<readonly Change[], readonly KnownMessage[]>();
  shown.set(messages, known);
  const cached = known.get(changes);
  if (cached) return cached;
  const list = [...messages];
  for (const change of changes) {
    const index = indexOfSeq(list, change.seq);
    if (index >= 0) list[index] = withChange(list[index]!, change);
  }
  known.set(changes, list);
  return list;
}

function withChange(message: KnownMessage, change: Change): KnownMessage {
  if (message.deletedAt) return message;
  switch (change.kind) {
    case 'edit':
      return { ...message, text: change.text, editedAt: change.at };
    case 'delete':
      return { ...message, text: undefined, deletedAt: change.at, reactions: [] };
    case 'react':
      return { ...message, reactions: react(message.reactions, change.emoji, change.on, true) };
  }
}
