import { useState } from 'react';
import { useApp } from '../app/AppContext';
import { usePages } from '../app/usePages';
import { useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import { Listing } from '../parts/Listing';
import { ProfileCard } from '../people/ProfileCard';

interface Shown {
  userId: string;
  name: string;
  anchor: Element;
}

/** Who takes part in a travel; a press shows who that is. */
export function Travellers({ travelId, ownerId }: { travelId: string; ownerId: string }) {
  const t = useTexts();
  const { api } = useApp();
  const members = usePages(['travel', travelId, 'members'], (page) => api.travels.members(travelId, page));
  const [shown, setShown] = useState<Shown | null>(null);
  return (
    <section aria-labelledby="travellers">
      <div className="section-head">
        <h2 id="travellers">{t.travels.members}</h2>
      </div>
      <Listing query={members} empty={null} className="travellers">
        {({ userId, displayName }) => {
          const name = displayName || t.inbox.deletedAccount;
          return (
            <li key={userId}>
              <button
                type="button"
                className="traveller"
                onClick={(event) => setShown({ userId, name, anchor: event.currentTarget })}
              >
                <Avatar id={userId} name={name} size={36} />
                <span className="clip">{name}</span>
                {userId === ownerId && <small className="quiet">{t.travels.owner}</small>}
              </button>
            </li>
          );
        }}
      </Listing>
      {shown && <ProfileCard {...shown} onClose={() => setShown(null)} />}
    </section>
  );
}
