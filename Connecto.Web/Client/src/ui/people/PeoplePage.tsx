import type { Profile } from '@connecto/client';
import { Users } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../app/AppContext';
import { useTexts } from '../language';
import { Page } from '../shell/Page';
import { PeopleSearch } from './PeopleSearch';
import { ProfileCard } from './ProfileCard';

export default function PeoplePage() {
  const t = useTexts();
  const { meId } = useApp();
  const [open, setOpen] = useState<{ person: Profile; row: Element } | null>(null);
  return (
    <Page title={t.nav.people} icon={Users}>
      <p className="quiet">{t.people.hint}</p>
      <PeopleSearch label={t.people.find} without={meId} onChoose={(person, row) => setOpen({ person, row })} />
      {open && (
        <ProfileCard
          userId={open.person.id}
          name={open.person.displayName}
          anchor={open.row}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  );
}
