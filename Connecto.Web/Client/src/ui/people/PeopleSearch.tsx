import type { Profile } from '@connecto/client';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useApp } from '../app/AppContext';
import { useDebounced } from '../app/useDebounced';
import { useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import { SearchField } from '../parts/Field';

interface PeopleSearchProps {
  label: string;
  /** Not offered: oneself. */
  without: string;
  onChoose: (person: Profile, row: Element) => void;
}

/** Finds people by the beginnings of the words of their names. */
export function PeopleSearch({ label, without, onChoose }: PeopleSearchProps) {
  const t = useTexts();
  const [text, setText] = useState('');
  const { data } = usePeople(text);
  const people = useDeferredValue(data)?.filter(({ id }) => id !== without);
  return (
    <div className="people-search">
      <SearchField label={label} maxLength={64} value={text} onText={setText} />
      {people?.length === 0 && text.trim() !== '' && <p className="quiet">{t.people.none}</p>}
      <ul>
        {people?.map((person) => (
          <li key={person.id}>
            <button type="button" className="person" onClick={(event) => onChoose(person, event.currentTarget)}>
              <Avatar id={person.id} name={person.displayName} url={person.avatarUrl} size={36} />
              <span className="clip">{person.displayName}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Asked for once somebody has stopped writing for a moment. */
export function usePeople(text: string) {
  const { api } = useApp();
  const q = useDebounced(text.trim(), 200);
  return useQuery({
    queryKey: ['people', q],
    enabled: q !== '',
    queryFn: async () => (await api.users.find(q, { limit: 20 })).items,
    placeholderData: (before: Profile[] | undefined) => (q === '' ? undefined : before),
  });
}
