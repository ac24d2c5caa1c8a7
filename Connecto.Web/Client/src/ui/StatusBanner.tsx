import type { LinkStatus } from '@connecto/client';
import { useTexts } from './language';

/** Says when the connection is not there; silent while it is. */
export function StatusBanner({ status }: { status: LinkStatus }) {
  const t = useTexts();
  return (
    <div role="status" className="banner" data-status={status}>
      {status !== 'live' && t[status]}
    </div>
  );
}
