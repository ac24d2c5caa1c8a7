import { useState } from 'react';
import { useTexts } from '../language';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Field } from '../parts/Field';
import { codeOf } from '../route/route';

/** Takes a code or the whole link. */
export function JoinByCode({ onClose, onCode }: { onClose: () => void; onCode: (code: string) => void }) {
  const t = useTexts();
  const [text, setText] = useState('');
  return (
    <Dialog title={t.group.codeTitle} onClose={onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          const code = codeOf(text);
          if (code) onCode(code);
        }}
      >
        <Field label={t.group.code} required autoFocus value={text} onText={setText} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" look="primary">
            {t.join}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
