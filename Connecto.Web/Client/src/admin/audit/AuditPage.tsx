import { ScrollText } from 'lucide-react';
import { useEffect, useState } from 'react';
import { usePages } from '../../ui/app/usePages';
import { Choice, Field } from '../../ui/parts/Field';
import { Empty } from '../../ui/parts/Empty';
import { Listing } from '../../ui/parts/Listing';
import { goTo } from '../../ui/route/useRoute';
import { Page } from '../../ui/shell/Page';
import { useAdmin } from '../app/AdminContext';
import { UserLink } from '../app/UserLink';
import { useNames } from '../app/useNames';
import { placePath } from '../route';
import { useAdminTexts } from '../texts';
import { AuditFacts } from './AuditFacts';

interface AuditPageProps {
  actorId?: string;
  action?: string;
  target?: string;
}

/** Who did what, the newest first. The filters stand in the address. */
export default function AuditPage({ actorId, action, target }: AuditPageProps) {
  const t = useAdminTexts();
  const { api } = useAdmin();
  const [actor, setActor] = useState(actorId ?? '');
  // Another address, as a link here from a user's page, sets the field.
  useEffect(() => setActor(actorId ?? ''), [actorId]);
  const [aim, setAim] = useState(target ?? '');
  useEffect(() => setAim(target ?? ''), [target]);
  const goWith = (changed: { [name in keyof AuditPageProps]: string }) => {
    const filters = Object.entries({ actorId, action, target, ...changed }).filter(([, value]) => value);
    goTo(placePath({ page: 'audit', ...Object.fromEntries(filters) }), { replace: true });
  };
  const onActor = (text: string) => {
    setActor(text);
    const id = text.trim();
    if (/^\d{0,19}$/.test(id)) goWith({ actorId: id });
  };
  const onAim = (text: string) => {
    setAim(text);
    if (/^([a-z]+:\d{1,19})?$/.test(text.trim())) goWith({ target: text.trim() });
  };

  const query = usePages(['audit', actorId, action, target], (page) =>
    api.route('GET', '/admin/audit', { query: { ...page, actorId, action, target } }),
  );
  const names = useNames(query.data?.pages.flatMap(({ items }) => items.map((entry) => entry.actorId)) ?? []);
  return (
    <Page title={t.nav.audit} icon={ScrollText}>
      <div className="filters">
        <Choice
          label={t.audit.action}
          value={action ?? ''}
          options={[['', t.audit.all], ...Object.entries(t.audit.actions)]}
          onChoice={(next) => goWith({ action: next })}
        />
        <Field label={t.audit.actorId} inputMode="numeric" pattern="\d{1,19}" value={actor} onText={onActor} />
        <Field label={t.audit.targetIs} placeholder="user:123" value={aim} onText={onAim} />
      </div>
      <Listing query={query} empty={<Empty icon={ScrollText} title={t.audit.none} />} className="rows">
        {(entry) => (
          <li key={entry.id} className="row-card entry">
            <strong>
              {entry.actorId ? <UserLink id={entry.actorId} names={names} /> : t.audit.system}
              {entry.action in t.audit.actions && ` · ${t.audit.actions[entry.action as keyof typeof t.audit.actions]}`}
            </strong>
            <AuditFacts entry={entry} />
          </li>
        )}
      </Listing>
    </Page>
  );
}
