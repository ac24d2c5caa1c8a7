import type { Wire } from '@connecto/client';
import { Ban, Download, KeyRound, RotateCcwKey, ShieldCheck, ShieldOff, UserCheck, UserX } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/parts/Button';
import { useAdmin } from '../app/AdminContext';
import { ActDialog } from '../act/ActDialog';
import { useAdminTexts } from '../texts';
import { download } from './download';
import { NewPassword } from './NewPassword';
import { NewToken } from './NewToken';

/** What can be done about a user; admins do nothing to themselves that would lock them out. */
export function UserActs({ user }: { user: Wire['AdminUser'] }) {
  const t = useAdminTexts().users;
  const { api, meId } = useAdmin();
  const [asking, setAsking] = useState<'ban' | 'role' | 'password' | 'token' | 'export' | 'erase' | null>(null);
  const isAdmin = user.roles.includes('admin');
  const isMe = user.id === meId;
  const close = () => setAsking(null);
  const change = (body: Wire['AdminUsersPatchRequest']) => () =>
    api.route('PATCH', '/admin/users/{id}', { path: { id: user.id }, body });
  return (
    <>
      <div className="section-buttons">
        <Button
          look={user.banned ? 'plain' : 'danger'}
          icon={user.banned ? UserCheck : Ban}
          disabled={isMe}
          onClick={() => setAsking('ban')}
        >
          {user.banned ? t.unban : t.ban}
        </Button>
        <Button icon={isAdmin ? ShieldOff : ShieldCheck} disabled={isMe} onClick={() => setAsking('role')}>
          {isAdmin ? t.takeAdmin : t.makeAdmin}
        </Button>
        <Button icon={RotateCcwKey} onClick={() => setAsking('password')}>
          {t.resetPassword}
        </Button>
        <Button icon={KeyRound} disabled={isAdmin && !isMe} onClick={() => setAsking('token')}>
          {t.issueToken}
        </Button>
        <Button icon={Download} onClick={() => setAsking('export')}>
          {t.export}
        </Button>
        <Button look="danger" icon={UserX} disabled={isMe} onClick={() => setAsking('erase')}>
          {t.erase}
        </Button>
      </div>
      <p className="quiet">{isMe ? t.yourself : isAdmin ? t.adminHint : t.sessionsHint}</p>
      {asking === 'ban' && (
        <Act
          title={user.banned ? t.unban : t.ban}
          text={user.banned ? t.unbanAsk(user.displayName) : t.banAsk(user.displayName)}
          danger={!user.banned}
          work={change({ banned: !user.banned })}
          onClose={close}
        />
      )}
      {asking === 'role' && (
        <Act
          title={isAdmin ? t.takeAdmin : t.makeAdmin}
          text={isAdmin ? t.takeAdminAsk(user.displayName) : t.makeAdminAsk(user.displayName)}
          danger={!isAdmin}
          work={change({ roles: isAdmin ? [] : ['admin'] })}
          onClose={close}
        />
      )}
      {asking === 'password' && <NewPassword user={user} onClose={close} />}
      {asking === 'export' && (
        <Act
          title={t.export}
          text={t.exportAsk(user.displayName)}
          danger={false}
          audited="user.export"
          work={async () => {
            const held: unknown = await api.route('GET', '/admin/users/{id}/export', { path: { id: user.id } });
            download(`connecto-${user.id}.json`, held);
          }}
          onClose={close}
        />
      )}
      {asking === 'erase' && (
        <Act
          title={t.erase}
          text={t.eraseAsk(user.displayName)}
          danger
          audited="user.erase"
          work={() => api.route('DELETE', '/admin/users/{id}', { path: { id: user.id } })}
          onClose={close}
        />
      )}
      {asking === 'token' && <NewToken user={user} onClose={close} />}
    </>
  );
}

interface ActProps {
  title: string;
  text: string;
  danger: boolean;
  audited?: string;
  work: () => Promise<unknown>;
  onClose: () => void;
}

/** Its wording stays as it was asked, also when the user has changed by it. */
function Act(now: ActProps) {
  const [{ title, text, danger, audited = 'user.change', work }] = useState(now);
  return (
    <ActDialog title={title} action={title} danger={danger} audited={audited} work={work} onClose={now.onClose}>
      <p>{text}</p>
    </ActDialog>
  );
}
