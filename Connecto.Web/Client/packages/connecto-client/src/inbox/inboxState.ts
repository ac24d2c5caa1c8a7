import type { HeadFrame } from '../link/wire.js';
import type { InboxItem } from '../rest/model.js';
import { byLast, reckonHead, reckonMention, reckonRead, type Reckoned } from './inboxItem.js';

/** The user's planets with what is to be read in each, and what was heard of them since the server was asked. */
export interface InboxState {
  readonly phase: 'loading' | 'ready';
  /** The newest first. */
  readonly items: readonly InboxItem[];
  readonly unreadCount: number;
  readonly mentionCount: number;
  /** The numbers may be wrong; the server is asked again soon. */
  readonly inDoubt: boolean;
  readonly heard: ReadonlyMap<string, Heard>;
}

interface Heard {
  /** The head up to which the server has counted. */
  countedTo: number;
  head?: HeadFrame;
  readSeq: number;
  /** The messages that mention the user. */
  mentions: readonly number[];
}

const nothing: Heard = { countedTo: 0, readSeq: 0, mentions: [] };

export const emptyInbox: InboxState = {
  phase: 'loading',
  items: [],
  unreadCount: 0,
  mentionCount: 0,
  inDoubt: false,
  heard: new Map(),
};

/** Takes what the server answered; what was heard meanwhile may be newer and is reckoned upon it anew. */
export function loadInbox(state: InboxState, loaded: readonly InboxItem[], meId: string): InboxState {
  const heard = new Map<string, Heard>();
  let inDoubt = false;
  const items = loaded.map((item) => {
    const known = { ...(state.heard.get(item.planet.id) ?? nothing), countedTo: item.planet.headSeq };
    heard.set(item.planet.id, { ...known, mentions: known.mentions.filter((seq) => seq > known.countedTo) });
    const reckoned = reckon(item, known, meId);
    inDoubt ||= reckoned.inDoubt;
    return reckoned.item;
  });
  return totalled({ ...state, phase: 'ready', items, heard, inDoubt });
}

function reckon(item: InboxItem, { head, readSeq, mentions, countedTo }: Heard, meId: string): Reckoned {
  const headed = head ? reckonHead(item, head, meId) : { item, inDoubt: false };
  const read = reckonRead(headed.item, readSeq);
  const mentioned = mentions.reduce((each, seq) => reckonMention(each, seq, countedTo), read.item);
  return { item: mentioned, inDoubt: headed.inDoubt || read.inDoubt };
}

export function hearHead(state: InboxState, head: HeadFrame, meId: string): InboxState {
  const known = state.heard.get(head.planetId)?.head;
  if (known && known.headRev >= head.headRev) return state;
  return hear(state, head.planetId, { head }, (item) => reckonHead(item, head, meId));
}

export const hearRead = (state: InboxState, planetId: string, seq: number): InboxState =>
  hear(state, planetId, { readSeq: Math.max(seq, state.heard.get(planetId)?.readSeq ?? 0) }, (item) =>
    reckonRead(item, seq),
  );

export function hearMention(state: InboxState, planetId: string, seq: number): InboxState {
  const { mentions, countedTo } = state.heard.get(planetId) ?? nothing;
  if (mentions.includes(seq)) return state;
  return hear(state, planetId, { mentions: [...mentions, seq] }, (item) => ({
    item: reckonMention(item, seq, countedTo),
    inDoubt: false,
  }));
}

/** A planet that the inbox does not hold is new to the user: what it holds is in doubt. */
function hear(
  state: InboxState,
  planetId: string,
  news: Partial<Heard>,
  change: (item: InboxItem) => Reckoned,
): InboxState {
  const heard = new Map(state.heard).set(planetId, { ...(state.heard.get(planetId) ?? nothing), ...news });
  const index = state.items.findIndex(({ planet }) => planet.id === planetId);
  if (index < 0) return { ...state, heard, inDoubt: true };
  const { item, inDoubt } = change(state.items[index]!);
  return totalled({ ...state, heard, items: state.items.with(index, item), inDoubt: state.inDoubt || inDoubt });
}

export const dropFromInbox = (state: InboxState, planetId: string): InboxState =>
  totalled({ ...state, items: state.items.filter(({ planet }) => planet.id !== planetId) });

/** Badges are the sum of what is shown, without planets of which the user wants to hear nothing. */
function totalled(state: InboxState): InboxState {
  const loud = state.items.filter(({ notifications }) => notifications !== 'none');
  return {
    ...state,
    items: [...state.items].sort(byLast),
    unreadCount: loud.reduce((sum, { unreadCount }) => sum + unreadCount, 0),
    mentionCount: loud.reduce((sum, { mentionCount }) => sum + mentionCount, 0),
  };
}
