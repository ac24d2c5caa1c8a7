import { shownMessages, visiblePending } from '@connecto/client';
import { ArrowDown } from 'lucide-react';
import { useRef } from 'react';
import { useTexts } from '../language';
import { Badge } from '../parts/Badge';
import { Announcer } from './Announcer';
import { placeOf } from './grouping';
import { MessageRow } from './MessageRow';
import { PendingRow } from './PendingRow';
import { useLogKeys } from './useLogKeys';
import { topPx, useLogScroll } from './useLogScroll';
import { useNames } from './useNames';
import { useTalk } from './TalkContext';
import { useTalkState } from './useTalkState';

interface MessageLogProps {
  name: string;
  /** Where to go, anew with each asking. */
  target: { seq: number } | null;
}

/**
 * The messages, of which only those in view are elements. Sizes are measured as they come into view; what comes before
 * or grows above the view does not move what is looked at.
 */
export function MessageLog({ name, target }: MessageLogProps) {
  const t = useTexts();
  const { channel } = useTalk();
  const state = useTalkState();
  const list = useRef<HTMLDivElement>(null);
  const messages = shownMessages(state);
  const pending = state.hasAfter ? [] : visiblePending(state);
  const { virtualizer, flashing, isAway, toLatest, focused, setFocused } = useLogScroll(list, messages, pending, target);
  const { onKeyDown, onFocus } = useLogKeys({ list, messages, virtualizer, focused, setFocused });
  useNames(channel, state);

  const { meId, role, names, unreadFrom, hasBefore, hasAfter, headSeq, lastReadSeq } = state;
  const nameOf = (userId: string) => (userId === meId ? t.you : (names.get(userId) ?? t.someone));
  const unread = headSeq - lastReadSeq;
  const first = messages[0]?.seq ?? 1;
  const quoted = (seq: number | null | undefined) => (seq == null ? undefined : messages[seq - first]);
  const quotedSender = (seq: number | null | undefined) => {
    const senderId = quoted(seq)?.senderId;
    return senderId === undefined ? null : nameOf(senderId);
  };

  return (
    <div className="log-frame">
      <div
        className="log"
        ref={list}
        role="log"
        aria-live="off"
        aria-label={t.talk.messages}
        tabIndex={focused === null ? 0 : -1}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
      >
        {messages.length + pending.length === 0 && !hasBefore && <p className="log-empty quiet">{t.talk.sayHello}</p>}
        <div className="log-sizer" role="list" style={{ height: virtualizer.getTotalSize() }}>
          {messages.length > 0 && (
            <p className="log-top quiet" style={{ height: topPx }}>
              {hasBefore ? t.loading : t.talk.first(name, state.planet?.kind === 'direct')}
            </p>
          )}
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const message = messages[index];
            const waiting = pending[index - messages.length];
            return (
              <div
                key={key}
                data-index={index}
                ref={virtualizer.measureElement}
                className="log-item"
                style={{ transform: `translateY(${start}px)` }}
              >
                {message ? (
                  <MessageRow
                    message={message}
                    meId={meId}
                    sender={nameOf(message.senderId)}
                    quotedSender={quotedSender(message.replyToSeq)}
                    quotedText={quoted(message.replyToSeq)?.text ?? null}
                    isFirstUnread={message.seq === unreadFrom}
                    isFocused={message.seq === focused}
                    isFlashing={message.seq === flashing}
                    leads={role === 'owner' || role === 'admin'}
                    {...placeOf(messages[index - 1], message, messages[index + 1], message.seq === unreadFrom)}
                  />
                ) : (
                  waiting && <PendingRow message={waiting} />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {(isAway || hasAfter) && (
        <button type="button" className="to-latest" aria-label={t.talk.toLatest} onClick={toLatest}>
          <Badge count={unread} label={t.talk.newCount(unread)} />
          <ArrowDown size={20} aria-hidden />
        </button>
      )}
      <Announcer messages={messages} meId={meId} nameOf={nameOf} hasAfter={hasAfter} />
    </div>
  );
}
