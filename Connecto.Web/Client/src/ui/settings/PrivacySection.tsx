import type { Me } from '@connecto/client';
import { useAction } from '../app/useAction';
import { useChangeMe } from '../app/useMe';
import { useTexts } from '../language';
import { Failure } from '../parts/Failure';
import { Switch } from '../parts/Field';

export function PrivacySection({ me: { settings } }: { me: Me }) {
  const t = useTexts();
  const change = useChangeMe();
  const isSeen = settings.presence === 'everybody';
  const presence = useAction(() => change({ settings: { presence: isSeen ? 'nobody' : 'everybody' } }));
  const receipts = useAction(() => change({ settings: { readReceipts: !settings.readReceipts } }));
  return (
    <>
      <Switch
        label={t.settings.presence}
        hint={t.settings.presenceHint}
        on={isSeen}
        disabled={presence.busy}
        onSwitch={presence.run}
      />
      <Switch
        label={t.settings.receipts}
        hint={t.settings.receiptsHint}
        on={settings.readReceipts}
        disabled={receipts.busy}
        onSwitch={receipts.run}
      />
      <Failure text={presence.failure ?? receipts.failure} />
    </>
  );
}
