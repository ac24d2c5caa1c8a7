import type { ReactNode } from 'react';
import { useIsOnline } from '../../app/usePresence';
import { useTexts } from '../../language';
import { Avatar } from '../../parts/Avatar';
import { useTalk } from '../TalkContext';

interface PersonRowProps {
  userId: string;
  name: string;
  /** Stands under the name. */
  about?: ReactNode;
  children?: ReactNode;
}

export function PersonRow({ userId, name, about, children }: PersonRowProps) {
  const t = useTexts();
  const talk = useTalk();
  const online = useIsOnline(userId);
  const shown = name || t.inbox.deletedAccount;
  return (
    <li className="person-row">
      <button type="button" className="person" onClick={(event) => talk.profile(userId, event.currentTarget)}>
        <Avatar id={userId} name={shown} size={36} online={online} />
        <span className="person-name">
          <span className="clip">{shown}</span>
          {about && <small className="quiet">{about}</small>}
        </span>
      </button>
      {children}
    </li>
  );
}
