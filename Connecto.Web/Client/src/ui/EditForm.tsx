import { useState } from 'react';
import { isPlainEnter, longestText } from './Composer';
import { useTexts } from './language';
import { useSubmit } from './useSubmit';

interface EditFormProps {
  text: string;
  save: (text: string) => Promise<unknown>;
  close: () => void;
}

/** A message's text, changed in place: Enter saves, Escape leaves it as it was. */
export function EditForm({ text, save, close }: EditFormProps) {
  const t = useTexts();
  const [changed, setChanged] = useState(text);
  const { onSubmit, busy, failure } = useSubmit(async () => {
    if (changed !== text) await save(changed);
    close();
  });

  return (
    <form className="edit" onSubmit={onSubmit}>
      <textarea
        aria-label={t.message}
        maxLength={longestText}
        autoFocus
        value={changed}
        onChange={(event) => setChanged(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
          if (!isPlainEnter(event)) return;
          event.preventDefault();
          if (changed.trim() !== '') event.currentTarget.form?.requestSubmit();
        }}
      />
      <button type="submit" disabled={busy || changed.trim() === ''}>
        {t.save}
      </button>
      <button type="button" className="link" onClick={close}>
        {t.cancel}
      </button>
      {failure && <p role="alert">{failure}</p>}
    </form>
  );
}
