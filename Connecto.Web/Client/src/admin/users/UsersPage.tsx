import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { usePages } from '../../ui/app/usePages';
import { useLanguage } from '../../ui/language';
import { Avatar } from '../../ui/parts/Avatar';
import { Button } from '../../ui/parts/Button';
import { Empty } from '../../ui/parts/Empty';
import { SearchField } from '../../ui/parts/Field';
import { Listing } from '../../ui/parts/Listing';
import { PathLink } from '../../ui/route/Link';
import { Page } from '../../ui/shell/Page';
import { dateOf } from '../../ui/times';
import { useAdmin } from '../app/AdminContext';
import { useWords } from '../app/useWords';
import { placePath } from '../route';
import { useAdminTexts } from '../texts';
import { NewUser } from './NewUser';
import { UserMarks } from './UserMarks';

/** All users, or those whom the words find by name or e-mail. */
export default function UsersPage({ q }: { q: string }) {
  const t = useAdminTexts();
  const { language } = useLanguage();
  const { api } = useAdmin();
  const { text, setText, words } = useWords('users', q);
  const [making, setMaking] = useState(false);
  const query = usePages(['users', words], (page) =>
    api.route('GET', '/admin/users', { query: { ...page, ...(words && { q: words }) } }),
  );
  return (
    <Page
      title={t.nav.users}
      icon={Users}
      actions={
        <Button icon={UserPlus} onClick={() => setMaking(true)}>
          {t.users.create}
        </Button>
      }
    >
      <SearchField label={t.users.search} value={text} onText={setText} maxLength={254} />
      <Listing query={query} empty={<Empty icon={Users} title={t.users.none} />} className="rows">
        {(user) => (
          <li key={user.id}>
            <PathLink className="row-card" path={placePath({ page: 'users', id: user.id })}>
              <Avatar id={user.id} name={user.displayName} url={user.avatarUrl} />
              <span className="card-text">
                <strong className="clip">{user.displayName}</strong>
                <span className="quiet clip">{user.email}</span>
              </span>
              <UserMarks user={user} />
              <time className="quiet" dateTime={user.createdAt}>
                {dateOf(user.createdAt, language)}
              </time>
            </PathLink>
          </li>
        )}
      </Listing>
      {making && <NewUser onClose={() => setMaking(false)} />}
    </Page>
  );
}
