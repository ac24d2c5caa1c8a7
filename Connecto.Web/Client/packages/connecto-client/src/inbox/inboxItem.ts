import type { HeadFrame } from '../link/wire.js';
import type { InboxItem } from '../rest/model.js';

/** A planet in the inbox, and whether its numbers have to be asked for again. */
export interface Reckoned {
  item: InboxItem;
  inDoubt: boolean;
}

/** The server counts no further. */
const most = 999;
/** Nobody is notified of a mention of everybody in a planet of more members. */
const fewMembers = 1_000;

/**
 * The planet stands at `head`. Where messages alone moved it, each is one more to read; an event of another kind may be
 * the deletion of one that was counted.
 */
export function reckonHead(item: InboxItem, head: HeadFrame, meId: string): Reckoned {
  const { headRev, headSeq } = item.planet;
  if (head.headRev <= headRev) return { item, inDoubt: false };
  const posted = Math.max(head.headSeq - headSeq, 0);
  const moved: InboxItem = {
    ...item,
    planet: { ...item.planet, headRev: head.headRev, headSeq: head.headSeq },
    last: head.last ?? item.last,
  };
  if (head.last?.senderId === meId)
    return { item: readUpTo(moved, head.last.seq), inDoubt: head.last.seq < head.headSeq };
  const counted = bounded({ ...moved, unreadCount: item.unreadCount + posted });
  const othersMoved = head.headRev - headRev !== posted && counted.unreadCount > 0;
  const mayMention = posted > 0 && (item.notifications === 'none' || item.planet.memberCount > fewMembers);
  return { item: counted, inDoubt: othersMoved || mayMention };
}

/** The user's own cursor stands at `seq`. What is left after it is known where nothing between was deleted or mentions him. */
export function reckonRead(item: InboxItem, seq: number): Reckoned {
  if (seq <= item.lastReadSeq) return { item, inDoubt: false };
  const wasPlain = item.unreadCount === item.planet.headSeq - item.lastReadSeq && item.mentionCount === 0;
  const read = readUpTo(item, seq);
  return { item: read, inDoubt: read.unreadCount > 0 && !wasPlain };
}

/** The message `seq` mentions the user. `countedTo` is the head up to which the server has counted mentions. */
export function reckonMention(item: InboxItem, seq: number, countedTo: number): InboxItem {
  if (seq <= countedTo || seq <= item.lastReadSeq) return item;
  return { ...item, mentionCount: Math.min(item.mentionCount + 1, most) };
}

function readUpTo(item: InboxItem, seq: number): InboxItem {
  const lastReadSeq = Math.max(item.lastReadSeq, seq);
  return bounded({ ...item, lastReadSeq });
}

/** There is never more to read than lies between the cursor and the head. */
function bounded(item: InboxItem): InboxItem {
  const left = Math.max(item.planet.headSeq - item.lastReadSeq, 0);
  const unreadCount = Math.min(item.unreadCount, left, most);
  return { ...item, unreadCount, mentionCount: Math.min(item.mentionCount, unreadCount) };
}

/** The newest first. */
export const byLast = (a: InboxItem, b: InboxItem): number =>
  lastAt(a) < lastAt(b) ? 1 : lastAt(a) > lastAt(b) ? -1 : 0;

const lastAt = ({ last, planet }: InboxItem): string => last?.createdAt ?? planet.createdAt;
