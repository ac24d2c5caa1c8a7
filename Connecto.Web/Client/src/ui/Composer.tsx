import { type KeyboardEvent, useState } from 'react';
import { useTexts } from './language';

/** UTF-16 units, which is also what `maxLength` counts. */
export const longestText = 4_000;

export function Composer({ onSend }: { onSend: (text: string) => void }) {
  const t = useTexts();
  const [text, setText] = useState('');

  const send = () => {
    if (text.trim() === '') return;
    onSend(text);
    setText('');
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        aria-label={t.message}
        placeholder={t.message}
        rows={1}
        maxLength={longestText}
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (!isPlainEnter(event)) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" className="primary" disabled={text.trim() === ''}>
        {t.send}
      </button>
    </form>
  );
}

/** Enter that ends a composition (Hangul, kana) belongs to the input method; Safari tells it by its key code only. */
export const isPlainEnter = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing && event.keyCode !== 229;
