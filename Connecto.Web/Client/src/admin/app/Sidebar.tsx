import { Activity, Flag, Gauge, LogOut, Megaphone, MessagesSquare, Orbit, ScrollText, Users } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { LanguageSwitch, useTexts } from '../../ui/language';
import { Badge } from '../../ui/parts/Badge';
import { IconButton } from '../../ui/parts/Button';
import { PathLink } from '../../ui/route/Link';
import { chooseTheme, theme, type Theme } from '../../ui/theme';
import { useLive } from '../live/useLive';
import { type Place, placePath } from '../route';
import { useAdminTexts } from '../texts';
import { useAdmin } from './AdminContext';

const places = [
  { page: 'overview', icon: Activity },
  { page: 'performance', icon: Gauge },
  { page: 'planets', icon: Orbit },
  { page: 'users', icon: Users },
  { page: 'reports', icon: Flag },
  { page: 'audit', icon: ScrollText },
  { page: 'announcements', icon: Megaphone },
] as const;

/** The places of the console: at the side where there is width, along the top of a phone. */
export function Sidebar({ page }: { page: Place['page'] }) {
  const t = useAdminTexts();
  const shared = useTexts();
  const { session } = useAdmin();
  const nav = useRef<HTMLElement>(null);
  // On a phone there is not room for all of them.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [page]);
  const open = useLive().stats?.openReports ?? 0;
  return (
    <header className="sidebar">
      <div className="sidebar-title">
        <strong className="clip">{t.title}</strong>
        <IconButton label={shared.logOut} icon={LogOut} onClick={() => void session.logOut()} />
      </div>
      <nav aria-label={t.title} ref={nav}>
        <ul>
          {places.map(({ page: place, icon: Icon }) => (
            <li key={place}>
              <PathLink path={placePath({ page: place })} aria-current={place === page ? 'page' : undefined}>
                <Icon size={20} aria-hidden />
                {t.nav[place]}
                {place === 'reports' && <Badge count={open} label={t.reports.openCount(open)} />}
              </PathLink>
            </li>
          ))}
          <li>
            <a href="/">
              <MessagesSquare size={20} aria-hidden />
              {t.toChat}
            </a>
          </li>
        </ul>
      </nav>
      <div className="sidebar-foot">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </header>
  );
}

function ThemeSwitch() {
  const { settings } = useTexts();
  const [chosen, setChosen] = useState(theme);
  return (
    <select
      className="input"
      aria-label={settings.theme}
      value={chosen}
      onChange={(event) => {
        const next = event.target.value as Theme;
        chooseTheme(next);
        setChosen(next);
      }}
    >
      <option value="system">{settings.system}</option>
      <option value="light">{settings.light}</option>
      <option value="dark">{settings.dark}</option>
    </select>
  );
}
