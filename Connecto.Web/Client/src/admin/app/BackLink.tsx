import { ArrowLeft } from 'lucide-react';
import { PathLink } from '../../ui/route/Link';
import { type Place, placePath } from '../route';
import { useAdminTexts } from '../texts';

/** From one of a list to the list. */
export function BackLink({ to }: { to: Place & { page: 'users' | 'planets' } }) {
  const t = useAdminTexts();
  return (
    <PathLink className="icon-button" path={placePath(to)} aria-label={t.backTo(t.nav[to.page])}>
      <ArrowLeft size={20} aria-hidden />
    </PathLink>
  );
}
