import { ApiError } from '@connecto/client';
import { useQuery } from '@tanstack/react-query';
import { ServerOff, ShieldX } from 'lucide-react';
import type { ReactNode } from 'react';
import { failureText, useTexts } from '../../ui/language';
import { Button } from '../../ui/parts/Button';
import { Empty } from '../../ui/parts/Empty';
import { Spinner } from '../../ui/parts/Spinner';
import { useAdminTexts } from '../texts';
import { useAdmin } from './AdminContext';

/** Shows the console to whom the server answers; the server decides, not the page. */
export function Gate({ children }: { children: ReactNode }) {
  const { api, session } = useAdmin();
  const t = useAdminTexts();
  const shared = useTexts();
  const { data, error, refetch } = useQuery({
    queryKey: ['cluster'],
    queryFn: () => api.route('GET', '/admin/cluster'),
  });
  const refused = error instanceof ApiError && error.status === 403;
  // What it has shown before is no longer for who has lost the role.
  if (data && !refused) return children;
  if (!error) return <Spinner />;
  return (
    <main className="auth">
      <Empty icon={refused ? ShieldX : ServerOff} title={refused ? t.refused : t.away}>
        <p role="alert">{refused ? t.refusedHint : failureText(error, shared)}</p>
        <div className="dialog-actions">
          <a className="button" href="/">
            {t.toChat}
          </a>
          {refused && <Button onClick={() => void session.logOut()}>{shared.logOut}</Button>}
          <Button look="primary" onClick={() => void refetch()}>
            {shared.retry}
          </Button>
        </div>
      </Empty>
    </main>
  );
}
