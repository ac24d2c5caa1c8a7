import type { Member, Message, Planet } from '../rest/model.js';

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
    | { kind: 'member'; members: Member[] }
    | { kind: 'planet'; name?: string | null }
    | { kind: 'reaction' }
    | { kind: 'pin' }
  );

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

export interface SubscribeAnswer {
  planetId: string;
  state: 'recovered' | 'snapshot' | 'denied' | 'later';
  headRev: number;
  headSeq: number;
  events?: PlanetEvent[] | null;
  snapshot?: { planet: Planet; me: { role: string; lastReadSeq: number }; messages: Message[] } | null;
  counts?: CountRow[] | null;
  code?: string | null;
}

export interface SendReceipt {
  messageId: string;
  seq: number;
  rev: number;
  createdAt: string;
  duplicate: boolean;
}
