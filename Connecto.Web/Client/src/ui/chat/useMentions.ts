import type { Message } from '@connecto/client';
import { useMemo } from 'react';
import { useTalkState } from './useTalkState';

const everybody = ['all', '모두'];
const none: readonly { name: string; isMe: boolean }[] = [];

/** Whom a message mentions, by the names in its text. */
export function useMentions({ mentions, mentionsAll }: Message, meId: string) {
  const { names } = useTalkState();
  const found = mentions.map((id) => `${id === meId ? '!' : '.'}${names.get(id) ?? ''}`);
  const key = [...found, ...(mentionsAll ? everybody.map((word) => `!${word}`) : [])].join('\n');
  // The same list for the same names, so that the text is not read again.
  return useMemo(
    () => (key === '' ? none : key.split('\n').map((each) => ({ name: each.slice(1), isMe: each.startsWith('!') }))),
    [key],
  );
}
