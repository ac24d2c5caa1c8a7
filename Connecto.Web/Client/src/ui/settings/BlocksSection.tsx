import { useQueryClient } from '@tanstack/react-query';
import { useApp } from '../app/AppContext';
import { usePages } from '../app/usePages';
import { failureText, useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import { Button } from '../parts/Button';
import { Listing } from '../parts/Listing';
import { useToast } from '../parts/Toast';

export function BlocksSection() {
  const t = useTexts();
  const toast = useToast();
  const { api } = useApp();
  const queries = useQueryClient();
  const query = usePages(['blocks'], (page) => api.me.blocks(page));
  const unblock = (userId: string) =>
    api.me.unblock(userId).then(
      () => queries.invalidateQueries({ queryKey: ['blocks'] }),
      (error) => toast(failureText(error, t)),
    );
  return (
    <Listing query={query} empty={<p className="quiet">{t.people.noBlocked}</p>} className="rows">
      {({ userId, displayName }) => (
        <li key={userId} className="row-card">
          <Avatar id={userId} name={displayName} size={36} />
          <strong className="card-text clip">{displayName}</strong>
          <Button onClick={() => void unblock(userId)}>{t.people.unblock}</Button>
        </li>
      )}
    </Listing>
  );
}
