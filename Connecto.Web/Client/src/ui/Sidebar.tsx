import type { ConnectoApi, InboxItem, Me, Session } from '@connecto/client';
import { useEffect, useState } from 'react';
import { LanguageSwitch, useTexts } from './language';
import { useSubmit } from './useSubmit';

interface SidebarProps {
  session: Session;
  api: ConnectoApi;
  items: InboxItem[] | null;
  openId: string | null;
  onOpen: (planetId: string) => void;
  /** A planet has been created or joined. */
  onEntered: (planetId: string) => Promise<void>;
}

export function Sidebar({ session, api, items, openId, onOpen, onEntered }: SidebarProps) {
  const t = useTexts();
  const [me, setMe] = useState<Me | null>(null);

  useEffect(() => {
    api.me.get().then(setMe, () => undefined);
  }, [api]);

  return (
    <aside className="sidebar">
      <header>
        <h1>Connecto</h1>
        <LanguageSwitch />
      </header>
      <nav aria-label={t.planets}>
        {items?.length === 0 && <p className="quiet">{t.noPlanets}</p>}
        <ul>
          {items?.map((item) => (
            <li key={item.planet.id}>
              <PlanetButton item={item} isOpen={item.planet.id === openId} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      </nav>
      <OneFieldForm
        label={t.newPlanetName}
        action={t.create}
        submit={async (name) => onEntered((await api.planets.create(name)).id)}
      />
      <OneFieldForm
        label={t.inviteCode}
        action={t.join}
        submit={async (code) => onEntered((await api.planets.acceptInvite(code)).id)}
      />
      <footer>
        <span>{me?.displayName}</span>
        <button type="button" className="link" onClick={() => void session.logOut()}>
          {t.logOut}
        </button>
      </footer>
    </aside>
  );
}

function PlanetButton({ item, isOpen, onOpen }: { item: InboxItem; isOpen: boolean; onOpen: (id: string) => void }) {
  const t = useTexts();
  const { planet, unreadCount, last } = item;
  return (
    <button type="button" className="planet" aria-current={isOpen || undefined} onClick={() => onOpen(planet.id)}>
      <span className="name">{planet.name || t.direct}</span>
      {unreadCount > 0 && !isOpen && (
        <span className="badge" aria-label={t.unreadMessages(unreadCount)}>
          {unreadCount}
        </span>
      )}
      {last?.preview && <span className="preview quiet">{last.preview}</span>}
    </button>
  );
}

interface OneFieldFormProps {
  label: string;
  action: string;
  submit: (value: string) => Promise<void>;
}

function OneFieldForm({ label, action, submit }: OneFieldFormProps) {
  const [value, setValue] = useState('');
  const { onSubmit, busy, failure } = useSubmit(async () => {
    await submit(value.trim());
    setValue('');
  });
  return (
    <form className="one-field" onSubmit={onSubmit}>
      <input aria-label={label} placeholder={label} required value={value} onChange={(e) => setValue(e.target.value)} />
      <button type="submit" disabled={busy}>
        {action}
      </button>
      {failure && <p role="alert">{failure}</p>}
    </form>
  );
}
