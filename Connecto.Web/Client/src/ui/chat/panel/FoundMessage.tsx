import type { Message } from '@connecto/client';
import type { ReactNode } from 'react';
import { useLanguage, useTexts } from '../../language';
import { plainText } from '../../markdown/parse';
import { Avatar } from '../../parts/Avatar';
import { shortly } from '../../times';
import { useTalk } from '../TalkContext';
import { useTalkState } from '../useTalkState';

/** A message outside of the log; a press shows it in its place. */
export function FoundMessage({ message, children }: { message: Message; children?: ReactNode }) {
  const t = useTexts();
  const { language } = useLanguage();
  const talk = useTalk();
  const { names, meId } = useTalkState();
  const { senderId, createdAt, seq, text } = message;
  const name = senderId === meId ? t.you : names.get(senderId) || t.someone;
  return (
    <li>
      <button type="button" className="found" onClick={() => talk.jump(seq)}>
        <Avatar id={senderId} name={name} size={32} />
        <strong className="clip">{name}</strong>
        <time className="quiet" dateTime={createdAt}>
          {shortly(createdAt, language)}
        </time>
        <span className="found-text">{children ?? (text ? plainText(text) : t.talk.deleted)}</span>
      </button>
    </li>
  );
}
