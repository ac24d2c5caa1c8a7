/** What a key does wherever one is. */
export type GlobalKey = 'palette' | 'help' | 'previous' | 'next' | 'nextUnread';

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** `writing`: the focus is where letters are written. */
export function globalKey({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed, writing: boolean): GlobalKey | null {
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'k') return 'palette';
  if (altKey && !ctrlKey && !metaKey) {
    if (key === 'ArrowUp') return 'previous';
    if (key === 'ArrowDown') return shiftKey ? 'nextUnread' : 'next';
  }
  return key === '?' && !writing && !ctrlKey && !metaKey && !altKey ? 'help' : null;
}

/** What a key does on the message that has the focus. */
export type MessageKey = 'up' | 'down' | 'first' | 'last' | 'reply' | 'edit' | 'react' | 'delete' | 'pin' | 'thread' | 'menu' | 'leave';

const onMessage: Record<string, MessageKey> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  KeyR: 'reply',
  KeyE: 'edit',
  KeyA: 'react',
  KeyP: 'pin',
  KeyT: 'thread',
  Delete: 'delete',
  Enter: 'menu',
  Escape: 'leave',
};

/** By the place of a letter's key, so that it is the same while Hangul is switched on. */
export function messageKey({ key, code, ctrlKey, metaKey, altKey }: Pressed & { code: string }): MessageKey | null {
  if (ctrlKey || metaKey || altKey) return null;
  return onMessage[code.startsWith('Key') ? code : key] ?? null;
}

/** Each of a list's neighbours, round at its ends; the first where none is open. */
export function neighbour<T>(list: readonly T[], open: T | undefined, step: 1 | -1): T | undefined {
  if (list.length === 0) return undefined;
  const at = open === undefined ? -1 : list.indexOf(open);
  if (at < 0) return step > 0 ? list[0] : list.at(-1);
  return list[(at + step + list.length) % list.length];
}
