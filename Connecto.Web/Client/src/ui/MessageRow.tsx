import type { Channel, Message } from '@connecto/client';
import { memo, useState } from 'react';
import { EditForm } from './EditForm';
import { failureText, useLanguage, useTexts } from './language';

interface MessageRowProps {
  message: Message;
  isOwn: boolean;
  sender: string;
  channel: Channel;
}

export const MessageRow = memo(function MessageRow({ message, isOwn, sender, channel }: MessageRowProps) {
  const t = useTexts();
  const [editing, setEditing] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const { seq, text, deletedAt } = message;

  const remove = () => {
    setFailure(null);
    channel.delete(seq).catch(setFailure);
  };

  return (
    <li className={isOwn ? 'message own' : 'message'} data-seq={seq}>
      {!isOwn && <span className="sender">{sender}</span>}
      <div className="line">
        {editing ? (
          <EditForm text={text ?? ''} save={(changed) => channel.edit(seq, changed)} close={() => setEditing(false)} />
        ) : (
          <p className={deletedAt ? 'bubble deleted' : 'bubble'} dir="auto">
            {deletedAt ? t.deleted : text}
          </p>
        )}
        <MessageMeta message={message} />
        {isOwn && !deletedAt && !editing && (
          <span className="actions">
            <button type="button" className="link" onClick={() => setEditing(true)}>
              {t.edit}
            </button>
            <button type="button" className="link" onClick={remove}>
              {t.delete}
            </button>
          </span>
        )}
      </div>
      {failure !== null && <p role="alert">{failureText(failure, t)}</p>}
    </li>
  );
});

function MessageMeta({ message }: { message: Message }) {
  const t = useTexts();
  const { language } = useLanguage();
  const time = new Date(message.createdAt).toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit' });
  return (
    <span className="meta">
      {message.unreadCount > 0 && !message.deletedAt && (
        <span className="unread" title={t.unread(message.unreadCount)}>
          {message.unreadCount}
        </span>
      )}
      {message.editedAt && !message.deletedAt && <span>{t.edited}</span>}
      <time dateTime={message.createdAt}>{time}</time>
    </span>
  );
}
