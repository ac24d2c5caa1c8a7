import { BellRing, CheckCheck, ChevronLeft } from 'lucide-react';
import { useApp } from '../app/AppContext';
import { useAction } from '../app/useAction';
import { useTexts } from '../language';
import { IconButton } from '../parts/Button';
import { Empty } from '../parts/Empty';
import { Failure } from '../parts/Failure';
import { Listing } from '../parts/Listing';
import { go } from '../route/useRoute';
import { Page } from '../shell/Page';
import { NotificationRow } from './NotificationRow';
import { useNotifications } from './useNotifications';
import '../style/pages.css';

/** Mentions, replies, invitations and what else one was told of, until it is read. */
export default function NotificationsPage() {
  const t = useTexts();
  const { api } = useApp();
  const { query, refresh } = useNotifications();
  const newest = query.data?.pages[0]?.items[0];
  const readAll = useAction(async () => {
    if (newest) await api.me.readNotifications({ through: newest.id });
    await refresh();
  });
  return (
    <Page
      title={t.notifications.title}
      before={<IconButton label={t.back} icon={ChevronLeft} onClick={() => go({ page: 'chats' })} />}
      actions={
        newest && (
          <IconButton label={t.notifications.readAll} icon={CheckCheck} disabled={readAll.busy} onClick={readAll.run} />
        )
      }
    >
      <Failure text={readAll.failure} />
      <Listing query={query} empty={<Empty icon={BellRing} title={t.notifications.none} />} className="rows">
        {(notification) => <NotificationRow key={notification.id} notification={notification} onRead={refresh} />}
      </Listing>
    </Page>
  );
}
