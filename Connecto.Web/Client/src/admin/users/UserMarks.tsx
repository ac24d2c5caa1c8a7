import type { Wire } from '@connecto/client';
import { useAdminTexts } from '../texts';

/** What sets a user apart: that he is an admin, or banned. */
export function UserMarks({ user: { roles, banned } }: { user: Wire['AdminUser'] }) {
  const t = useAdminTexts().users;
  return (
    <>
      {roles.includes('admin') && <span className="mark">{t.admin}</span>}
      {banned && (
        <span className="mark" data-look="danger">
          {t.banned}
        </span>
      )}
    </>
  );
}
