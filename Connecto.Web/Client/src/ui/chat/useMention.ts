import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { complete, matching, mentionAt, type MentionQuery, mentioned } from './mentions';
import { useMembers } from './useMembers';
import { useTalkState } from './useTalkState';

/** Completion of names behind an `@`, and whom a text mentions in the end. */
export function useMention(field: RefObject<HTMLTextAreaElement | null>, text: string, put: (text: string) => void) {
  const { planetId, planet, role, meId } = useTalkState();
  const [query, setQuery] = useState<(MentionQuery & { caret: number }) | null>(null);
  const [at, setAt] = useState(0);
  const chosen = useRef(new Map<string, string>());
  const members = useMembers(planetId, planet?.memberCount ?? 0, query !== null);

  const everybody = role === 'owner' || role === 'admin' ? [{ userId: 'all', displayName: 'all' }] : [];
  const others = members.filter(({ userId, displayName }) => userId !== meId && displayName !== '');
  const found = query ? matching([...others, ...everybody], query.text) : [];

  const look = (now: string, caret: number) => {
    const next = mentionAt(now, caret);
    setQuery(next && { ...next, caret });
    if (next?.text !== query?.text) setAt(0);
  };

  const choose = (index: number) => {
    const person = found[index];
    if (!person || !query) return;
    const done = complete(text, query, query.caret, person.displayName);
    if (person.userId !== 'all') chosen.current.set(person.userId, person.displayName);
    put(done.text);
    setQuery(null);
    requestAnimationFrame(() => field.current?.setSelectionRange(done.caret, done.caret));
  };

  /** True where the key was for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (found.length === 0) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setAt((at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length);
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      choose(at);
    } else if (event.key === 'Escape') {
      setQuery(null);
    } else {
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  /** Names of members that were written by hand count as well. */
  const mentionsIn = (sent: string): string[] => {
    const byHand = new Map(members.filter(({ displayName }) => displayName).map((each) => [each.userId, each.displayName]));
    const all = mentioned(sent, new Map([...byHand, ...chosen.current])).filter((id) => id !== meId);
    chosen.current.clear();
    return all;
  };

  return { list: { found, at, choose, look, onKey, close: () => setQuery(null) }, mentionsIn };
}
