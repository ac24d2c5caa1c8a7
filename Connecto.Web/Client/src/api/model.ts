/** The objects of the wire contract, as far as this client reads them. Ids are decimal strings, times ISO 8601 UTC. */

export interface Me {
  id: string;
  displayName: string;
  email: string;
}

export interface Planet {
  id: string;
  kind: 'travel' | 'group' | 'direct';
  name: string | null;
  memberCount: number;
  headSeq: number;
  headRev: number;
}

export interface Invite {
  code: string;
  planetId: string;
}

export interface Member {
  userId: string;
  displayName: string;
  role: 'owner' | 'admin' | 'member';
  status: 'active' | 'left' | 'removed' | 'banned';
}

export interface InboxItem {
  planet: Planet;
  unreadCount: number;
  lastReadSeq: number;
  last: { seq: number; senderId: string; preview: string | null; createdAt: string } | null;
}

export interface Message {
  id: string;
  planetId: string;
  seq: number;
  rev: number;
  senderId: string;
  type: string;
  text: string | null;
  readCount: number;
  unreadCount: number;
  clientMessageId?: string | null;
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
}

export interface MessagePage {
  items: Message[];
  hasBefore: boolean;
  hasAfter: boolean;
  headRev: number;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface Grant {
  userId: string;
  accessToken: string;
  refreshToken: string;
  /** Seconds from now. */
  expiresIn: number;
}
