import { DatabaseZap } from 'lucide-react';
import { useLive } from '../live/useLive';
import { useAdminTexts } from '../texts';

/** Says that PostgreSQL does not answer, and what that leaves. */
export function DatabaseAway() {
  const t = useAdminTexts();
  return (
    <div role="alert">
      {useLive().databaseAway && (
        <p className="database-away">
          <DatabaseZap size={20} aria-hidden />
          {t.live.databaseAway}
        </p>
      )}
    </div>
  );
}
