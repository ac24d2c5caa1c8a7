import type { Message } from '@connecto/client';
import { useTexts } from '../language';
import { Markdown } from '../markdown/Markdown';
import { plainText } from '../markdown/parse';
import { useMentions } from './useMentions';
import { useTalk } from './TalkContext';

interface MessageBodyProps {
  message: Message;
  quotedSender: string | null;
  quotedText: string | null;
  meId: string;
}

/** The bubble: what it answers, and the text. */
export function MessageBody({ message, quotedSender, quotedText, meId }: MessageBodyProps) {
  const t = useTexts();
  const talk = useTalk();
  const mentions = useMentions(message, meId);
  const { text, deletedAt, replyToSeq } = message;
  if (deletedAt) return <div className="bubble deleted">{t.talk.deleted}</div>;
  return (
    <div className="bubble" dir="auto" data-me={mentions.some(({ isMe }) => isMe) || undefined}>
      {replyToSeq != null && (
        <button type="button" tabIndex={-1} className="quote" onClick={() => talk.jump(replyToSeq)}>
          <strong className="clip">{quotedSender === null ? t.talk.reply : quotedSender || t.inbox.deletedAccount}</strong>
          <span className="clip">{quotedText ? plainText(quotedText) : '…'}</span>
        </button>
      )}
      {text ? <Markdown text={text} mentions={mentions} /> : <em>{t.talk.hidden}</em>}
    </div>
  );
}
