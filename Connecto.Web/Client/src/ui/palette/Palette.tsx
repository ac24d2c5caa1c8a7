import type { InboxItem } from '@connecto/client';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useApp } from '../app/AppContext';
import { useRefreshInbox } from '../app/useInbox';
import { failureText, useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import { useToast } from '../parts/Toast';
import { usePeople } from '../people/PeopleSearch';
import type { Route } from '../route/route';
import { go } from '../route/useRoute';

interface Choice {
  id: string;
  group: string;
  text: string;
  avatar?: boolean;
  onChoose: () => void;
}

interface PaletteProps {
  inbox: readonly InboxItem[];
  onClose: () => void;
  onKeys: () => void;
}

const mostChats = 8;

/** Goes to any chat, person or place by a few letters. */
export default function Palette({ inbox, onClose, onKeys }: PaletteProps) {
  const t = useTexts();
  const toast = useToast();
  const dialog = useRef<HTMLDialogElement>(null);
  const { api, meId } = useApp();
  const refresh = useRefreshInbox();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { data: people } = usePeople(text);
  const peers = usePeerNames(inbox);

  useEffect(() => dialog.current!.showModal(), []);

  const wanted = text.trim().toLocaleLowerCase();
  const fits = (name: string) => name.toLocaleLowerCase().includes(wanted);
  const to = (route: Route) => () => {
    onClose();
    go(route);
  };
  const write = (userId: string) => async () => {
    onClose();
    try {
      const { id } = await api.planets.direct(userId);
      void refresh();
      go({ page: 'chats', planetId: id });
    } catch (error) {
      toast(failureText(error, t));
    }
  };

  const chats: Choice[] = inbox
    .map(({ planet }) => ({ id: planet.id, name: planet.name ?? peers.get(planet.id) ?? '' }))
    .filter(({ name }) => name !== '' && fits(name))
    .slice(0, mostChats)
    .map(({ id, name }) => ({
      id: `c${id}`,
      group: t.palette.chats,
      text: name,
      avatar: true,
      onChoose: to({ page: 'chats', planetId: id }),
    }));
  const found: Choice[] = (people ?? [])
    .filter(({ id }) => id !== meId)
    .slice(0, 5)
    .map(({ id, displayName }) => ({
      id: `p${id}`,
      group: t.palette.people,
      text: displayName,
      avatar: true,
      onChoose: () => void write(id)(),
    }));
  const pages = (['travels', 'people', 'search', 'settings'] as const).map((page) => ({
    id: page as string,
    text: t.nav[page],
    onChoose: to({ page }),
  }));
  const places: Choice[] = [...pages, { id: 'keys', text: t.keys.title, onChoose: onKeys }]
    .filter((place) => fits(place.text))
    .map((place) => ({ ...place, group: t.palette.places }));
  const search: Choice[] = wanted
    ? [{ id: 'q', group: t.nav.search, text: t.palette.searchFor(text.trim()), onChoose: to({ page: 'search', q: text.trim() }) }]
    : [];
  const choices = [...chats, ...found, ...places, ...search];
  const chosen = Math.min(at, choices.length - 1);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') choices[chosen]?.onChoose();
    else if (event.key === 'ArrowDown') setAt((chosen + 1) % choices.length);
    else if (event.key === 'ArrowUp') setAt((chosen - 1 + choices.length) % choices.length);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      className="dialog palette"
      aria-label={t.nav.palette}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <input
        className="palette-field"
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={choices[chosen] && `palette-${choices[chosen].id}`}
        aria-label={t.palette.label}
        placeholder={t.palette.label}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {choices.length === 0 && <p className="quiet palette-none">{t.palette.none}</p>}
      <ul id="palette-list" role="listbox" aria-label={t.palette.label}>
        {choices.map(({ id, group, text: name, avatar, onChoose }, index) => (
          <li
            key={id}
            id={`palette-${id}`}
            role="option"
            aria-selected={index === chosen}
            ref={(element) => {
              if (index === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            onPointerMove={() => setAt(index)}
            onClick={onChoose}
          >
            {avatar && <Avatar id={id.slice(1)} name={name} size={28} />}
            <span className="clip">{name}</span>
            {group !== choices[index - 1]?.group && <small className="quiet">{group}</small>}
          </li>
        ))}
      </ul>
    </dialog>
  );
}

/** The names of the others in direct chats, which the list of chats has looked up. */
function usePeerNames(inbox: readonly InboxItem[]): ReadonlyMap<string, string> {
  const { api, meId } = useApp();
  const direct = inbox.filter(({ planet }) => planet.kind === 'direct').slice(0, 20);
  const { data } = useQuery({
    queryKey: ['peer names', direct.map(({ planet }) => planet.id).join()],
    enabled: direct.length > 0,
    staleTime: 600_000,
    queryFn: async () => {
      const found = await Promise.all(direct.map(({ planet }) => api.planets.members(planet.id, { limit: 2 })));
      return new Map(
        found.map(({ items }, i) => [direct[i]!.planet.id, items.find(({ userId }) => userId !== meId)?.displayName ?? '']),
      );
    },
  });
  return data ?? new Map();
}
