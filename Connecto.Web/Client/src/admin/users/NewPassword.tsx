import type { Wire } from '@connecto/client';
import { useState } from 'react';
import { useTexts } from '../../ui/language';
import { Field } from '../../ui/parts/Field';
import { ActDialog } from '../act/ActDialog';
import { useAdmin } from '../app/AdminContext';
import { useAdminTexts } from '../texts';

/** A password in place of the user's own, which ends all his sessions. */
export function NewPassword({ user, onClose }: { user: Wire['AdminUser']; onClose: () => void }) {
  const t = useAdminTexts().users;
  const shared = useTexts();
  const { api } = useAdmin();
  const [password, setPassword] = useState('');
  return (
    <ActDialog
      title={t.resetPassword}
      action={t.resetPassword}
      danger
      audited="user.change"
      work={() => api.route('PATCH', '/admin/users/{id}', { path: { id: user.id }, body: { password } })}
      onClose={onClose}
    >
      <p>{t.resetAsk(user.displayName)}</p>
      <Field
        label={shared.settings.newPassword}
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        placeholder={shared.passwordHint}
        value={password}
        onText={setPassword}
      />
    </ActDialog>
  );
}
