import type { Message, Planet } from '../rest/model.js';

/** A message of one's own that the server's list does not show yet. */
export interface PendingMessage {
  clientMessageId: string;
  text: string;
  status: 'sending' | 'failed';
  /** Why it failed: a code of the contract. */
  code?: string;
  /** The seq under which the server says it is stored. */
  storedAs?: number;
  /** The seq of the message in the list that is taken to be this one until the server has said so. */
  shownAs?: number;
}

/**
 * What a client knows of one planet. Invariants: `messages` is dense in `seq` and ends at `headSeq` unless empty, and
 * every event up to `headRev` has been applied exactly once. A frame that would break this sets `gap`
 * instead, and nothing but a `Subscribe` answer clears it.
 */
export interface PlanetState {
  readonly planetId: string;
  readonly meId: string;
  readonly phase: 'loading' | 'live' | 'denied';
  readonly deniedCode: string | null;
  readonly planet: Planet | null;
  readonly headRev: number;
  readonly headSeq: number;
  readonly messages: readonly Message[];
  readonly hasBefore: boolean;
  readonly pending: readonly PendingMessage[];
  /** Display names of members heard of, by user id. */
  readonly names: ReadonlyMap<string, string>;
  readonly gap: boolean;
}

export const emptyPlanet = (planetId: string, meId: string): PlanetState => ({
  planetId,
  meId,
  phase: 'loading',
  deniedCode: null,
  planet: null,
  headRev: 0,
  headSeq: 0,
  messages: [],
  hasBefore: false,
  pending: [],
  names: new Map(),
  gap: false,
});

/** Where the message `seq` stands in the list, or -1. */
export function indexOfSeq(messages: readonly Message[], seq: number): number {
  const first = messages[0];
  const index = first ? seq - first.seq : -1;
  return messages[index]?.seq === seq ? index : -1;
}
