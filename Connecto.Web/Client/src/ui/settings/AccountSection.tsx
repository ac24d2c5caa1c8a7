import { useState } from 'react';
import { useApp } from '../app/AppContext';
import { useAction } from '../app/useAction';
import { useTexts } from '../language';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Failure } from '../parts/Failure';
import { Field } from '../parts/Field';

export function AccountSection({ isAdmin }: { isAdmin: boolean }) {
  const t = useTexts();
  const [asking, setAsking] = useState(false);
  return (
    <div className="section-buttons">
      {isAdmin && (
        <a className="button" href="/admin">
          {t.settings.admin}
        </a>
      )}
      <Button look="danger" onClick={() => setAsking(true)}>
        {t.settings.deleteAccount}
      </Button>
      {asking && <DeleteAccount onClose={() => setAsking(false)} />}
    </div>
  );
}

function DeleteAccount({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const { api, session } = useApp();
  const [word, setWord] = useState('');
  const { onSubmit, busy, failure } = useAction(async () => {
    await api.me.delete();
    await session.logOut();
  });
  return (
    <Dialog title={t.settings.deleteAccount} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        <p>{t.settings.deleteAsk}</p>
        <Field label={t.settings.deleteType(t.settings.deleteWord)} autoFocus value={word} onText={setWord} />
        <Failure text={failure} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" look="danger" disabled={busy || word.trim() !== t.settings.deleteWord}>
            {t.settings.deleteAccount}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
