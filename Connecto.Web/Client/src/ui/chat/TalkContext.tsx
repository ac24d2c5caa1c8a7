import type { Channel, Message } from '@connecto/client';
import { createContext, useContext } from 'react';

/** What is shown beside the conversation. */
export type PanelView =
  | { kind: 'members' }
  | { kind: 'pins' }
  | { kind: 'search' }
  | { kind: 'about' }
  | { kind: 'thread'; seq: number }
  | { kind: 'readers'; seq: number };

/** What the composer answers to or changes. */
export type Writing = { kind: 'new' } | { kind: 'edit'; seq: number; text: string };

/** What the parts of an open conversation do to each other; it stays the same while the conversation is open. */
export interface Talk {
  channel: Channel;
  /** Shows the message, wherever in the history it is. */
  jump: (seq: number) => void;
  reply: (seq: number) => void;
  edit: (message: Message) => void;
  /** Asks before it is done. */
  remove: (seq: number) => void;
  report: (seq: number) => void;
  /** Shows what the message said before. */
  history: (seq: number) => void;
  react: (seq: number, anchor: Element) => void;
  toggle: (message: Message, emoji: string) => void;
  pin: (message: Message) => void;
  show: (panel: PanelView) => void;
  profile: (userId: string, anchor: Element) => void;
  menu: (message: Message, anchor: Element | DOMRect) => void;
  write: () => void;
}

export const TalkContext = createContext<Talk | null>(null);

export function useTalk(): Talk {
  const talk = useContext(TalkContext);
  if (!talk) throw new Error('Used outside of a conversation');
  return talk;
}
