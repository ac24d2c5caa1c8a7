import type { LinkStatus } from '@connecto/client';
import { WifiOff } from 'lucide-react';
import { useTexts } from '../language';

/** Says when the connection is not there, and what that means for what is written; silent while it is. */
export function StatusBanner({ status }: { status: LinkStatus }) {
  const t = useTexts();
  const text = status === 'live' || status === 'ended' ? null : t[status];
  return (
    <div role="status" className="banner" data-status={status}>
      {text && (
        <>
          <WifiOff size={16} aria-hidden />
          {text}
        </>
      )}
    </div>
  );
}
