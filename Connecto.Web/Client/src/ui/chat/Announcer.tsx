import type { Message } from '@connecto/client';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../language';

interface AnnouncerProps {
  messages: readonly Message[];
  meId: string;
  nameOf: (userId: string) => string;
  hasAfter: boolean;
}

/**
 * Reads new messages of others out. The list itself is not live: its elements come and go with scrolling, and all of
 * them would be read.
 */
export function Announcer({ messages, meId, nameOf, hasAfter }: AnnouncerProps) {
  const t = useTexts();
  const [said, setSaid] = useState('');
  const heard = useRef<number | null>(null);
  const last = hasAfter ? undefined : messages.at(-1);

  useEffect(() => {
    if (!last) return;
    const isNew = heard.current !== null && last.seq > heard.current;
    heard.current = Math.max(heard.current ?? 0, last.seq);
    if (isNew && last.senderId !== meId) setSaid(`${nameOf(last.senderId)}: ${last.text ?? t.talk.deleted}`);
  }, [last, meId, nameOf, t]);

  return (
    <p className="unseen" aria-live="polite" data-announced>
      {said}
    </p>
  );
}
