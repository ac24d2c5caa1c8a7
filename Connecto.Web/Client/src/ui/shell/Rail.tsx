import { Compass, MessageCircle, Search, Settings, Users } from 'lucide-react';
import { useMe } from '../app/useMe';
import { useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import { Badge } from '../parts/Badge';
import { Link } from '../route/Link';
import type { Route } from '../route/route';

const places = [
  { page: 'chats', icon: MessageCircle },
  { page: 'travels', icon: Compass },
  { page: 'people', icon: Users },
  { page: 'search', icon: Search },
  { page: 'settings', icon: Settings },
] as const;

/** The places of the client: at the side where there is width, at the bottom of a phone. */
export function Rail({ page, unread }: { page: Route['page']; unread: number }) {
  const t = useTexts();
  const me = useMe();
  return (
    <nav className="rail" aria-label={t.nav.label}>
      <ul>
        {places.map(({ page: place, icon: Icon }) => (
          <li key={place}>
            <Link to={{ page: place }} aria-current={place === page ? 'page' : undefined}>
              <span className="rail-icon">
                <Icon size={23} aria-hidden />
                {place === 'chats' && <Badge count={unread} label={t.inbox.unread(unread)} />}
              </span>
              <span className="rail-name">{t.nav[place]}</span>
            </Link>
          </li>
        ))}
      </ul>
      {me && (
        <span className="rail-me" title={me.displayName}>
          <Avatar id={me.id} name={me.displayName} url={me.avatarUrl} size={38} />
        </span>
      )}
    </nav>
  );
}
