import type { Wire } from '@connecto/client';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../ui/language';
import { Button } from '../../ui/parts/Button';
import { Field, Switch } from '../../ui/parts/Field';
import { useToast } from '../../ui/parts/Toast';
import { ActDialog } from '../act/ActDialog';
import { useAdmin } from '../app/AdminContext';
import { useAdminTexts } from '../texts';

/** An access token for a bot that acts as this user; it is shown once. */
export function NewToken({ user, onClose }: { user: Wire['AdminUser']; onClose: () => void }) {
  const t = useAdminTexts().users;
  const shared = useTexts();
  const toast = useToast();
  const { api } = useAdmin();
  const [unlimited, setUnlimited] = useState(false);
  const [token, setToken] = useState('');
  const issue = async () => {
    const body = { userIds: [user.id], ...(unlimited && { limits: 'none' }) };
    const { items } = await api.route('POST', '/admin/tokens', { body });
    setToken(items[0]!.accessToken);
  };
  return (
    <ActDialog
      title={t.issueToken}
      action={t.issueToken}
      danger
      audited="tokens.issue"
      work={issue}
      onClose={onClose}
      result={
        <>
          <Field label={t.token} readOnly value={token} onText={() => undefined} onFocus={(event) => event.target.select()} />
          <Button icon={Copy} onClick={() => void navigator.clipboard.writeText(token).then(() => toast(shared.copied))}>
            {shared.copy}
          </Button>
        </>
      }
    >
      <p>{t.tokenAsk(user.displayName)}</p>
      <Switch label={t.noLimits} hint={t.noLimitsHint} on={unlimited} onSwitch={setUnlimited} />
    </ActDialog>
  );
}
