import type { PlanetEvent } from '../link/wire.js';
import type { OutboxEntry } from '../outbox/outboxEntry.js';
import type { MemberRole, Member, Message, Planet } from '../rest/model.js';
import type { Change } from './changes.js';

/** A message of one's own that the server's list does not show yet. */
export interface PendingMessage extends OutboxEntry {
  /** The seq of the message in the list that is taken to be this one until the server has said so. */
  shownAs?: number;
}

/** A message as it stands, with the rev up to which the replies to it are counted in `replyCount`. */
export interface KnownMessage extends Message {
  asOf: number;
}

/**
 * What a client knows of one planet. Invariants: `messages` is a window, dense in `seq`, which ends at `headSeq` unless
 * it is empty or `hasAfter`, and every event up to `headRev` has been applied exactly once. A frame that would break this
 * sets `gap` instead, and nothing but a `Subscribe` answer clears it.
 */
export interface PlanetState {
  readonly planetId: string;
  readonly meId: string;
  readonly phase: 'loading' | 'live' | 'denied';
  readonly deniedCode: string | null;
  readonly planet: Planet | null;
  readonly role: MemberRole | null;
  /** Up to where this user has read, on any device. */
  readonly lastReadSeq: number;
  /** The first message that was not read when the planet was opened: where the divider stands. */
  readonly unreadFrom: number | null;
  readonly headRev: number;
  readonly headSeq: number;
  readonly messages: readonly KnownMessage[];
  readonly hasBefore: boolean;
  /** The window does not reach the newest message. */
  readonly hasAfter: boolean;
  readonly pending: readonly PendingMessage[];
  /** Changes of one's own that the server has not told of yet. */
  readonly changes: readonly Change[];
  /** Display names of people heard of, by user id. */
  readonly names: ReadonlyMap<string, string>;
  /** Members that came, went or changed while the planet was open, by user id. */
  readonly members: ReadonlyMap<string, Member>;
  /** The newest events that change messages, by which a page that was read before them is brought up to date. */
  readonly recent: readonly PlanetEvent[];
  /** `recent` holds all of them with a higher rev. */
  readonly recentFrom: number;
  readonly gap: boolean;
}

export const emptyPlanet = (planetId: string, meId: string): PlanetState => ({
  planetId,
  meId,
  phase: 'loading',
  deniedCode: null,
  planet: null,
  role: null,
  lastReadSeq: 0,
  unreadFrom: null,
  headRev: 0,
  headSeq: 0,
  messages: [],
  hasBefore: false,
  hasAfter: false,
  pending: [],
  changes: [],
  names: new Map(),
  members: new Map(),
  recent: [],
  recentFrom: 0,
  gap: false,
});

/** Where the message `seq` stands in the list, or -1. */
export function indexOfSeq(messages: readonly Message[], seq: number): number {
  const first = messages[0];
  const index = first ? seq - first.seq : -1;
  return messages[index]?.seq === seq ? index : -1;
}
