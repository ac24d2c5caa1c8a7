/** What is to be sent. */
export interface Outgoing {
  text: string;
  replyToSeq?: number;
  /** Ids of members. */
  mentions?: string[];
}

/** A message of one's own on its way. */
export interface OutboxEntry extends Outgoing {
  planetId: string;
  /** The same on each try, so that the message is stored once. */
  clientMessageId: string;
  /** Its place among the user's messages on their way; two tabs may give the same at once. */
  order: number;
  /** By this machine's clock. */
  createdAt: string;
  status: 'sending' | 'failed';
  /** Why it failed: a code of the contract. */
  code?: string;
  /** The seq under which the server says it is stored. */
  storedAs?: number;
}

/** The order in which they go out, the same in all tabs. */
export const inOrder = (a: OutboxEntry, b: OutboxEntry): number =>
  a.order - b.order || (a.clientMessageId < b.clientMessageId ? -1 : 1);
