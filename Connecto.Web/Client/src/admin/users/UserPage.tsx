import { useQuery } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { failureText, useLanguage, useTexts } from '../../ui/language';
import { Avatar } from '../../ui/parts/Avatar';
import { Empty } from '../../ui/parts/Empty';
import { Failure } from '../../ui/parts/Failure';
import { Spinner } from '../../ui/parts/Spinner';
import { PathLink } from '../../ui/route/Link';
import { Section } from '../../ui/settings/Section';
import { Page } from '../../ui/shell/Page';
import { momentOf } from '../../ui/times';
import { useAdmin } from '../app/AdminContext';
import { BackLink } from '../app/BackLink';
import { Facts } from '../app/Facts';
import { placePath } from '../route';
import { useAdminTexts } from '../texts';
import { UserActs } from './UserActs';
import { UserSessions } from './UserSessions';
import { UserMarks } from './UserMarks';

/** A user, and what an admin can do about him. */
export default function UserPage({ id }: { id: string }) {
  const t = useAdminTexts();
  const shared = useTexts();
  const { language } = useLanguage();
  const { api } = useAdmin();
  const { data: user, error } = useQuery({
    queryKey: ['user', id],
    queryFn: () => api.route('GET', '/admin/users/{id}', { path: { id } }),
  });
  if (error && !user) {
    return (
      <Page title={t.nav.users} before={<BackLink to={{ page: 'users' }} />}>
        <Empty icon={UserRound} title={id}>
          <Failure text={failureText(error, shared)} />
        </Empty>
      </Page>
    );
  }
  if (!user) return <Spinner />;
  const facts: [string, string][] = [
    [shared.email, user.email],
    [t.id, user.id],
    [t.users.since, momentOf(user.createdAt, language)],
    ...(user.bannedAt ? [[t.users.bannedSince, momentOf(user.bannedAt, language)] as [string, string]] : []),
  ];
  return (
    <Page
      title={user.displayName}
      before={<BackLink to={{ page: 'users' }} />}
      actions={<Avatar id={user.id} name={user.displayName} url={user.avatarUrl} />}
    >
      <Section title={t.users.account}>
        <Facts facts={facts} />
        <div className="marks">
          <UserMarks user={user} />
          <PathLink path={placePath({ page: 'audit', target: `user:${user.id}` })}>{t.audit.ofTarget}</PathLink>
          {user.roles.includes('admin') && (
            <PathLink path={placePath({ page: 'audit', actorId: user.id })}>{t.users.acts}</PathLink>
          )}
        </div>
      </Section>
      <Section title={t.users.sessions}>
        <UserSessions user={user} />
      </Section>
      <Section title={t.users.moderation}>
        <UserActs user={user} />
      </Section>
    </Page>
  );
}
