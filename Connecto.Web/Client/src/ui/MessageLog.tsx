import { type Channel, type PlanetState, shownMessages, visiblePending } from '@connecto/client';
import { useCallback, useRef } from 'react';
import { useTexts } from './language';
import { MessageRow } from './MessageRow';
import { PendingRow } from './PendingRow';
import { useReading } from './useReading';
import { useSubmit } from './useSubmit';

interface MessageLogProps {
  channel: Channel;
  state: PlanetState;
}

export function MessageLog({ channel, state }: MessageLogProps) {
  const t = useTexts();
  const list = useRef<HTMLDivElement>(null);
  const messages = shownMessages(state);
  const { headSeq, hasBefore, names, meId } = state;
  const pending = visiblePending(state);
  const firstSeq = messages[0]?.seq ?? 0;

  const onSeen = useCallback(() => channel.markRead(headSeq), [channel, headSeq]);
  const onScroll = useReading(list, firstSeq, `${headSeq} ${pending.length}`, onSeen);

  const { onSubmit, busy, failure } = useSubmit(async () =>
    {
    await channel.loadBefore();
  });

  return (
    <div className="log" ref={list} onScroll={onScroll} tabIndex={0} role="log" aria-label={t.messages}>
      {hasBefore && messages.length > 0 && (
        <form onSubmit={onSubmit} className="older">
          <button type="submit" disabled={busy}>
            {t.older}
          </button>
          {failure && <p role="alert">{failure}</p>}
        </form>
      )}
      {messages.length + pending.length === 0 && <p className="empty quiet">{t.noMessages}</p>}
      <ol>
        {messages.map((message) => (
          <MessageRow
            key={message.seq}
            message={message}
            isOwn={message.senderId === meId}
            sender={names.get(message.senderId) ?? t.someone}
            channel={channel}
          />
        ))}
        {pending.map((message) => (
          <PendingRow key={message.clientMessageId} message={message} channel={channel} />
        ))}
      </ol>
    </div>
  );
}
