import type { Planet } from '@connecto/client';
import { ChevronLeft, Pin, Search, Settings2, Users } from 'lucide-react';
import { usePeer } from '../app/usePeer';
import { useIsOnline, usePresenceText } from '../app/usePresence';
import { useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import { IconButton } from '../parts/Button';
import { go } from '../route/useRoute';
import { type PanelView, useTalk } from './TalkContext';

const panels = [
  { kind: 'search', icon: Search },
  { kind: 'pins', icon: Pin },
  { kind: 'members', icon: Users },
  { kind: 'about', icon: Settings2 },
] as const;

export function Header({ planet, name, view }: { planet: Planet | null; name: string; view: PanelView | null }) {
  const t = useTexts();
  const talk = useTalk();
  const peer = usePeer(planet);
  const online = useIsOnline(peer?.userId);
  const presence = usePresenceText(peer?.userId);
  const about = planet?.kind === 'direct' ? presence : planet && t.panel.memberCount(planet.memberCount);
  return (
    <header className="talk-head">
      <IconButton className="only-phone" label={t.back} icon={ChevronLeft} onClick={() => go({ page: 'chats' })} />
      {planet && <Avatar id={peer?.userId ?? planet.id} name={name} size={38} online={online} />}
      <div className="talk-title">
        <h2 className="clip">{name}</h2>
        {about && <p className="quiet clip">{about}</p>}
      </div>
      {panels.map(({ kind, icon }) => (
        <IconButton
          key={kind}
          label={t.panel[kind]}
          icon={icon}
          aria-pressed={view?.kind === kind}
          onClick={() => talk.show({ kind })}
        />
      ))}
    </header>
  );
}
