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

/** What can stand in the log; the server keeps what it did under these names. */
const actions = [
  'user.change',
  'users.create',
  'tokens.issue',
  'members.add',
  'planet.deactivate',
  'report.change',
  'announcement.make',
];

interface AuditPageProps {
  actorId?: string;
  action?: string;
}

/** Who did what, the newest first. The filters stand in the address. */
export default function AuditPage({ actorId, action }: AuditPageProps) {
  const t = useAdminTexts();
  const { api } = useAdmin();
  const [actor, setActor] = useState(actorId ?? '');
  // Another address, as a link here from a user's page, sets the field.
  useEffect(() => setActor(actorId ?? ''), [actorId]);
  const goWith = (filters: AuditPageProps) => goTo(placePath({ page: 'audit', ...filters }), { replace: true });
  const onActor = (text: string) => {
    setActor(text);
    const id = text.trim();
    if (/^\d{0,19}$/.test(id)) goWith({ ...(id && { actorId: id }), ...(action && { action }) });
  };

  const query = usePages(['audit', actorId, action], (page) =>
    api.route('GET', '/admin/audit', { query: { ...page, actorId, action } }),
  );
  const names = useNames(query.data?.pages.flatMap(({ items }) => items.map((entry) => entry.actorId)) ?? []);
  return (
    <Page title={t.nav.audit} icon={ScrollText}>
      <div className="filters">
        <Choice
          label={t.audit.action}
          value={action ?? ''}
          options={[['', t.audit.all], ...actions.map((one) => [one, t.audit.actions[one as keyof typeof t.audit.actions]] as const)]}
          onChoice={(next) => goWith({ ...(actorId && { actorId }), ...(next && { action: next }) })}
        />
        <Field label={t.audit.actorId} inputMode="numeric" pattern="\d{1,19}" value={actor} onText={onActor} />
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
