import type { LastMessage, Member, MemberRole, Message, Planet } from '../rest/model.js';

/** What the hub says, as far as this client reads it. */

interface EventHead {
  rev: number;
  at: string;
}

export type PlanetEvent = EventHead &
  (
    | { kind: 'message'; message: Message }
    | { kind: 'edited'; seq: number; text?: string | null; editedAt: string }
    | { kind: 'deleted'; seq: number; by: string }
    | { kind: 'reaction'; seq: number; userId: string; emoji: string; on: boolean }
    | { kind: 'pin'; seq: number; on: boolean }
    | { kind: 'member'; members: Member[] }
    | PlanetChanged
  );

interface PlanetChanged {
  kind: 'planet';
  name?: string | null;
  settings?: Planet['settings'] | null;
  archived?: boolean | null;
  archivedAt?: string | null;
  deletedAt?: string | null;
}

export interface EventsFrame {
  planetId: string;
  /** The rev before that of the first event. */
  fromRev: number;
  events: PlanetEvent[];
}

export interface ReceiptsFrame {
  planetId: string;
  /** `[userId, from, to]`: one more reader for the messages after `from` up to `to`. */
  moves: [string, number, number][];
}

/** `[seq, readCount, unreadCount]` */
export type CountRow = [number, number, number];

export interface CountsFrame {
  planetId: string;
  counts: CountRow[];
}

/** Where a planet stands, for a light subscription. */
export interface HeadFrame {
  planetId: string;
  headRev: number;
  headSeq: number;
  last?: LastMessage | null;
}

export interface ReadFrame {
  planetId: string;
  seq: number;
}

export interface TypingFrame {
  planetId: string;
  userIds: string[];
}

export interface Presence {
  userId: string;
  online: boolean;
  lastSeenAt?: string | null;
}

export interface SubscribeAnswer {
  planetId: string;
  state: 'recovered' | 'snapshot' | 'denied' | 'later';
  headRev: number;
  headSeq: number;
  events?: PlanetEvent[] | null;
  snapshot?: { planet: Planet; me: { role: MemberRole; lastReadSeq: number }; messages: Message[] } | null;
  counts?: CountRow[] | null;
  last?: LastMessage | null;
  code?: string | null;
}

export interface SendReceipt {
  messageId: string;
  seq: number;
  rev: number;
  createdAt: string;
  duplicate: boolean;
}
