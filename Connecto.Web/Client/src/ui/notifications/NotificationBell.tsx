import { Bell } from 'lucide-react';
import { useTexts } from '../language';
import { Badge } from '../parts/Badge';
import { Link } from '../route/Link';
import { useNotifications } from './useNotifications';

/** The way to what one was told of, with how much of it is new, as far as it is known. */
export function NotificationBell() {
  const t = useTexts();
  const { query } = useNotifications();
  const count = query.data?.pages.reduce((sum, { items }) => sum + items.length, 0) ?? 0;
  return (
    <Link to={{ page: 'notifications' }} className="icon-button bell" title={t.notifications.title}>
      <Bell size={20} aria-hidden />
      <span className="unseen">{t.notifications.title}</span>
      <Badge count={count} label={t.notifications.count(count)} />
    </Link>
  );
}
