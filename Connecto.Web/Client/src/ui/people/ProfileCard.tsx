import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, MessageCircle } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../app/AppContext';
import { useAction } from '../app/useAction';
import { useRefreshInbox } from '../app/useInbox';
import { usePresenceText } from '../app/usePresence';
import { useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import { Button } from '../parts/Button';
import { Confirm } from '../parts/Confirm';
import { Failure } from '../parts/Failure';
import { Floating } from '../parts/Floating';
import { go } from '../route/useRoute';

interface ProfileCardProps {
  userId: string;
  name: string;
  anchor: Element | DOMRect;
  onClose: () => void;
}

/** Who somebody is, and what one can do about it. */
export function ProfileCard({ userId, name, anchor, onClose }: ProfileCardProps) {
  const t = useTexts();
  const { api, meId } = useApp();
  const queries = useQueryClient();
  const refresh = useRefreshInbox();
  const { data: profile } = useQuery({ queryKey: ['user', userId], queryFn: () => api.users.get(userId), retry: false });
  const presence = usePresenceText(userId);
  const [asking, setAsking] = useState(false);
  const { run, busy, failure } = useAction(async () => {
    const planet = await api.planets.direct(userId);
    void refresh();
    onClose();
    go({ page: 'chats', planetId: planet.id });
  });
  const shown = profile?.displayName || name || t.inbox.deletedAccount;

  if (asking) {
    return (
      <Confirm
        title={t.people.block}
        action={t.people.block}
        danger
        onConfirm={async () => {
          await api.me.block(userId);
          await queries.invalidateQueries({ queryKey: ['blocks'] });
        }}
        onClose={onClose}
      >
        {t.people.blockAsk(shown)}
      </Confirm>
    );
  }
  return (
    <Floating anchor={anchor} label={t.people.profile} className="profile" onClose={onClose}>
      <Avatar id={userId} name={shown} url={profile?.avatarUrl} size={72} />
      <h2>{shown}</h2>
      {presence && <p className="quiet">{presence}</p>}
      <Failure text={failure} />
      {userId !== meId && (
        <div className="profile-actions">
          <Button look="primary" icon={MessageCircle} disabled={busy} onClick={run}>
            {t.people.write}
          </Button>
          <Button look="danger" icon={Ban} onClick={() => setAsking(true)}>
            {t.people.block}
          </Button>
        </div>
      )}
    </Floating>
  );
}
