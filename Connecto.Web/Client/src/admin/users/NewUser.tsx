import { useState } from 'react';
import { useTexts } from '../../ui/language';
import { Field } from '../../ui/parts/Field';
import { ActDialog } from '../act/ActDialog';
import { useAdmin } from '../app/AdminContext';
import { useAdminTexts } from '../texts';

/** An account made for somebody. */
export function NewUser({ onClose }: { onClose: () => void }) {
  const t = useAdminTexts().users;
  const shared = useTexts();
  const { api } = useAdmin();
  const [email, setEmail] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  return (
    <ActDialog
      title={t.create}
      action={shared.create}
      audited="users.create"
      work={() => api.route('POST', '/admin/users', { body: [{ email, displayName, ...(password && { password }) }] })}
      onClose={onClose}
    >
      <Field label={shared.email} type="email" required autoComplete="off" value={email} onText={setEmail} />
      <Field label={shared.displayName} required maxLength={64} autoComplete="off" value={displayName} onText={setDisplayName} />
      <Field
        label={t.firstPassword}
        type="password"
        autoComplete="new-password"
        minLength={8}
        maxLength={128}
        placeholder={shared.passwordHint}
        value={password}
        onText={setPassword}
      />
    </ActDialog>
  );
}
