import type { Message } from '@connecto/client';
import { MessageSquareReply, MoreHorizontal, Pin, Reply, SmilePlus } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useLanguage, useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import { IconButton } from '../parts/Button';
import { dayOf } from '../times';
import type { Place } from './grouping';
import { MessageBody } from './MessageBody';
import { MessageMeta } from './MessageMeta';
import { Reactions } from './Reactions';
import { useTalk } from './TalkContext';

interface MessageRowProps extends Place {
  message: Message;
  meId: string;
  /** The sender's name; empty where there is none any more. */
  sender: string;
  /** Of what it answers, as far as that is in the window. */
  quotedSender: string | null;
  quotedText: string | null;
  isFirstUnread: boolean;
  isFocused: boolean;
  isFlashing: boolean;
  /** Whether the reader leads the planet. */
  leads: boolean;
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, meId, sender, startsDay, startsGroup, endsGroup, isFirstUnread, isFocused, isFlashing } = props;
  const t = useTexts();
  const { language } = useLanguage();
  const talk = useTalk();
  const { seq, deletedAt, senderId } = message;
  const isOwn = senderId === meId;
  const article = useRef<HTMLElement>(null);

  // Who reads by ear, or goes on by the keys, is where he has jumped to.
  useEffect(() => {
    if (isFlashing) article.current?.focus({ preventScroll: true });
  }, [isFlashing]);

  const name = sender || t.inbox.deletedAccount;

  return (
    <div className="row" role="listitem">
      {startsDay && (
        <p className="day">
          <time dateTime={message.createdAt}>{dayOf(message.createdAt, language)}</time>
        </p>
      )}
      {isFirstUnread && (
        <p className="divider" role="separator">
          {t.talk.newMessages}
        </p>
      )}
      {message.type === 'system' ? (
        <p className="system">{message.text}</p>
      ) : (
        <article
          ref={article}
          className="message"
          data-seq={seq}
          data-own={isOwn || undefined}
          data-starts={startsGroup || undefined}
          data-flash={isFlashing || undefined}
          tabIndex={isFocused ? 0 : -1}
          aria-label={name}
          onContextMenu={(event) => {
            if (window.getSelection()?.toString()) return;
            event.preventDefault();
            talk.menu(message, new DOMRect(event.clientX, event.clientY, 0, 0));
          }}
        >
          {!isOwn && (
            <span className="message-side">
              {startsGroup && (
                <button
                  type="button"
                  tabIndex={-1}
                  aria-label={`${t.people.profile}: ${name}`}
                  onClick={(event) => talk.profile(senderId, event.currentTarget)}
                >
                  <Avatar id={senderId} name={name} />
                </button>
              )}
            </span>
          )}
          <div className="message-main">
            {!isOwn && startsGroup && <span className="sender">{name}</span>}
            {message.pinnedAt && (
              <span className="pinned-mark">
                <Pin size={12} aria-hidden /> {t.talk.pinned}
              </span>
            )}
            <div className="line">
              <MessageBody
                message={message}
                quotedSender={props.quotedSender}
                quotedText={props.quotedText}
                meId={meId}
              />
              <MessageMeta message={message} endsGroup={endsGroup} leads={props.leads} />
              {!deletedAt && (
                <span className="message-tools">
                  <IconButton
                    tabIndex={-1}
                    label={t.talk.react}
                    icon={SmilePlus}
                    onClick={(event) => talk.react(seq, event.currentTarget)}
                  />
                  <IconButton tabIndex={-1} label={t.talk.reply} icon={Reply} onClick={() => talk.reply(seq)} />
                  <IconButton
                    tabIndex={-1}
                    label={t.talk.actions}
                    icon={MoreHorizontal}
                    onClick={(event) => talk.menu(message, event.currentTarget)}
                  />
                </span>
              )}
            </div>
            <Reactions message={message} />
            {message.replyCount > 0 && (
              <button type="button" className="thread-link" onClick={() => talk.show({ kind: 'thread', seq })}>
                <MessageSquareReply size={15} aria-hidden />
                {t.talk.replies(message.replyCount)}
              </button>
            )}
          </div>
        </article>
      )}
    </div>
  );
});
