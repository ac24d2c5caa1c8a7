import type { Wire } from '@connecto/client';
import { KeyRound, MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { usePages } from '../../ui/app/usePages';
import { useLanguage, useTexts } from '../../ui/language';
import { Button } from '../../ui/parts/Button';
import { Empty } from '../../ui/parts/Empty';
import { Listing } from '../../ui/parts/Listing';
import { deviceOf } from '../../ui/settings/deviceOf';
import { ago, momentOf } from '../../ui/times';
import { ActDialog } from '../act/ActDialog';
import { useAdmin } from '../app/AdminContext';
import { useNames } from '../app/useNames';
import { useAdminTexts } from '../texts';

type Session = Wire['AdminSession'];

/** Where the user is logged in, with the tokens that were issued in his name; each can be ended. */
export function UserSessions({ user }: { user: Wire['AdminUser'] }) {
  const t = useAdminTexts().users;
  const shared = useTexts();
  const { language } = useLanguage();
  const { api } = useAdmin();
  const [ending, setEnding] = useState<Session | null>(null);
  const query = usePages(['user sessions', user.id], (page) =>
    api.route('GET', '/admin/users/{id}/sessions', { path: { id: user.id }, query: page }),
  );
  const names = useNames(query.data?.pages.flatMap(({ items }) => items.map(({ issuedBy }) => issuedBy)) ?? []);
  const nameOf = ({ agent, issuedBy }: Session) =>
    issuedBy ? t.tokenOf(names.get(issuedBy) || issuedBy) : deviceOf(agent ?? '');
  return (
    <>
      <Listing query={query} empty={<Empty icon={MonitorSmartphone} title={t.noSessions} />} className="rows">
        {(session) => (
          <li key={session.id} className="row-card session">
            {session.issuedBy ? <KeyRound size={24} aria-hidden /> : <MonitorSmartphone size={24} aria-hidden />}
            <span className="card-text">
              <strong className="clip">{nameOf(session)}</strong>
              <span className="quiet facts">
                <span>
                  {session.issuedBy
                    ? t.until(momentOf(session.expiresAt, language))
                    : shared.settings.lastSeen(ago(session.lastSeenAt, language))}
                </span>
                {session.address && <span>{session.address}</span>}
              </span>
            </span>
            <Button look="danger" onClick={() => setEnding(session)}>
              {session.issuedBy ? t.revoke : shared.settings.endSession}
            </Button>
          </li>
        )}
      </Listing>
      {ending && (
        <ActDialog
          title={ending.issuedBy ? t.revoke : shared.settings.endSession}
          action={ending.issuedBy ? t.revoke : shared.settings.endSession}
          danger
          audited="session.end"
          work={() =>
            api.route('DELETE', '/admin/users/{id}/sessions/{sessionId}', {
              path: { id: user.id, sessionId: ending.id },
            })
          }
          onClose={() => setEnding(null)}
        >
          <p>{t.endAsk(nameOf(ending), user.displayName)}</p>
        </ActDialog>
      )}
    </>
  );
}
