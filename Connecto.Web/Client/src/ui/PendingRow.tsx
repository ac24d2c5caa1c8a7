import type { Channel, PendingMessage } from '@connecto/client';
import { codeText, useTexts } from './language';

/** A message of one's own on its way, or what became of it. */
export function PendingRow({ message, channel }: { message: PendingMessage; channel: Channel }) {
  const t = useTexts();
  const { clientMessageId, text, status, code } = message;
  return (
    <li className="message own pending">
      <div className="line">
        <p className="bubble" dir="auto">
          {text}
        </p>
        {status === 'sending' ? (
          <span className="meta">{t.sending}</span>
        ) : (
          <span className="meta failed">
            <span role="alert">
              {t.notSent}: {codeText(code ?? 'unavailable', t)}
            </span>
            <button type="button" className="link" onClick={() => channel.retry(clientMessageId)}>
              {t.tryAgain}
            </button>
            <button type="button" className="link" onClick={() => channel.cancel(clientMessageId)}>
              {t.discard}
            </button>
          </span>
        )}
      </div>
    </li>
  );
}
