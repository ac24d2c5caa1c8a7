import type { Profile } from '@connecto/client';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../app/AppContext';
import { useAction } from '../app/useAction';
import { useRefreshInbox } from '../app/useInbox';
import { useTexts } from '../language';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Failure } from '../parts/Failure';
import { Field } from '../parts/Field';
import { PeopleSearch } from '../people/PeopleSearch';
import { go } from '../route/useRoute';

/** A group of one's own: a name, and with whom. */
export function NewGroup({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const { api, meId } = useApp();
  const refresh = useRefreshInbox();
  const [name, setName] = useState('');
  const [people, setPeople] = useState<readonly Profile[]>([]);
  const { onSubmit, busy, failure } = useAction(async () => {
    const planet = await api.planets.create(
      name.trim(),
      people.map(({ id }) => id),
    );
    void refresh();
    onClose();
    go({ page: 'chats', planetId: planet.id });
  });
  const add = (person: Profile) =>
    setPeople((chosen) => (chosen.some(({ id }) => id === person.id) ? chosen : [...chosen, person]));

  return (
    <Dialog title={t.group.title} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        <Field label={t.group.name} required maxLength={100} autoFocus value={name} onText={setName} />
        {people.length > 0 && (
          <ul className="chips" aria-label={t.group.added}>
            {people.map(({ id, displayName }) => (
              <li key={id}>
                <button
                  type="button"
                  className="chip"
                  aria-label={`${t.remove}: ${displayName}`}
                  onClick={() => setPeople(people.filter((each) => each.id !== id))}
                >
                  {displayName}
                  <X size={14} aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        )}
        <PeopleSearch label={t.group.with} without={meId} onChoose={add} />
        <Failure text={failure} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" look="primary" disabled={busy || name.trim() === ''}>
            {t.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
