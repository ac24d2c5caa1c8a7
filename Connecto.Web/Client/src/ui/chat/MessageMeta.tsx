import type { Message } from '@connecto/client';
import { useLanguage, useTexts } from '../language';
import { momentOf, timeOf } from '../times';
import { useTalk } from './TalkContext';

interface MessageMetaProps {
  message: Message;
  endsGroup: boolean;
  /** Whether one may see what the message said before. */
  leads: boolean;
}

/** Beside the bubble: how many have not read it, falling as they do, whether it was edited, and when it was said. */
export function MessageMeta({ message, endsGroup, leads }: MessageMetaProps) {
  const t = useTexts();
  const { language } = useLanguage();
  const talk = useTalk();
  const { seq, unreadCount, editedAt, deletedAt, createdAt } = message;
  return (
    <span className="meta">
      {unreadCount > 0 && !deletedAt && (
        <button
          type="button"
          tabIndex={-1}
          title={t.talk.unread(unreadCount)}
          onClick={() => talk.show({ kind: 'readers', seq })}
        >
          <span className="unread digits" aria-hidden>
            {unreadCount}
          </span>
          <span className="unseen">{t.talk.unread(unreadCount)}</span>
        </button>
      )}
      {editedAt &&
        !deletedAt &&
        (leads ? (
          <button
            type="button"
            className="edited"
            tabIndex={-1}
            title={momentOf(editedAt, language)}
            onClick={() => talk.history(seq)}
          >
            {t.talk.edited}
          </button>
        ) : (
          <span title={momentOf(editedAt, language)}>{t.talk.edited}</span>
        ))}
      {endsGroup && (
        <time dateTime={createdAt} title={momentOf(createdAt, language)}>
          {timeOf(createdAt, language)}
        </time>
      )}
    </span>
  );
}
