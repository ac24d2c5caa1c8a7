import { useLive } from '../live/useLive';
import { useAdminTexts } from '../texts';

/** Whether what is shown is of now; a change of it is read out, the polls are not. */
export function LiveStatus() {
  const t = useAdminTexts();
  const { answered } = useLive();
  return (
    <span className="live-status" role="status" data-live={answered ? '' : undefined}>
      {answered ? t.live.now : t.live.away}
    </span>
  );
}
