import type { PendingMessage } from '@connecto/client';
import { CircleAlert, Clock3 } from 'lucide-react';
import { codeText, useTexts } from '../language';
import { Markdown } from '../markdown/Markdown';
import { Button } from '../parts/Button';
import { useTalk } from './TalkContext';

/** A message of one's own on its way, at the end of the list, where it will stand. */
export function PendingRow({ message }: { message: PendingMessage }) {
  const t = useTexts();
  const { channel } = useTalk();
  const { clientMessageId, text, status, code } = message;
  const failed = status === 'failed';
  return (
    <div className="row" role="listitem">
      <article className="message pending" data-own data-failed={failed || undefined} aria-label={t.you}>
        <div className="message-main">
          <div className="line">
            <div className="bubble" dir="auto">
              <Markdown text={text} />
            </div>
            <span className="meta">
              {failed ? (
                <CircleAlert size={16} className="failed-mark" aria-hidden />
              ) : (
                <Clock3 size={13} aria-label={t.talk.sending} />
              )}
            </span>
          </div>
          {failed && (
            <div className="failed-actions">
              <span role="alert" className="failure">
                {t.talk.notSent}. {codeText(code ?? 'unavailable', t)}
              </span>
              <Button look="quiet" onClick={() => channel.retry(clientMessageId)}>
                {t.retry}
              </Button>
              <Button look="quiet" onClick={() => channel.cancel(clientMessageId)}>
                {t.talk.discard}
              </Button>
            </div>
          )}
        </div>
      </article>
    </div>
  );
}
