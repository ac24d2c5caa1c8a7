import { useState } from 'react';
import { useApp } from '../app/AppContext';
import { useAction } from '../app/useAction';
import { useTexts } from '../language';
import { Button } from '../parts/Button';
import { Failure } from '../parts/Failure';
import { Field } from '../parts/Field';
import { useToast } from '../parts/Toast';

export function PasswordForm() {
  const t = useTexts();
  const toast = useToast();
  const { api } = useApp();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { onSubmit, busy, failure } = useAction(async () => {
    await api.me.changePassword(current, next);
    setCurrent('');
    setNext('');
    toast(t.settings.passwordChanged);
  });
  return (
    <form className="section-form" onSubmit={onSubmit}>
      <Field
        label={t.settings.currentPassword}
        type="password"
        autoComplete="current-password"
        required
        value={current}
        onText={setCurrent}
      />
      <Field
        label={t.settings.newPassword}
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        placeholder={t.passwordHint}
        value={next}
        onText={setNext}
      />
      <Failure text={failure} />
      <Button type="submit" disabled={busy}>
        {t.settings.changePassword}
      </Button>
    </form>
  );
}
