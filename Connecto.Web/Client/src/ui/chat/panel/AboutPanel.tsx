import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../../app/AppContext';
import { useAction } from '../../app/useAction';
import { useInbox, useRefreshInbox } from '../../app/useInbox';
import { failureText, useTexts } from '../../language';
import { Button } from '../../parts/Button';
import { Confirm } from '../../parts/Confirm';
import { Failure } from '../../parts/Failure';
import { Choice, Field, Switch } from '../../parts/Field';
import { useToast } from '../../parts/Toast';
import { go } from '../../route/useRoute';
import { useTalkState } from '../useTalkState';

/** The planet's settings, and one's own for it. */
export function AboutPanel({ name }: { name: string }) {
  const t = useTexts();
  const { api, chat } = useApp();
  const refresh = useRefreshInbox();
  const { planet, planetId, role } = useTalkState();
  const level = useInbox()?.find((item) => item.planet.id === planetId)?.notifications ?? 'all';
  const [leaving, setLeaving] = useState(false);
  const toast = useToast();
  const leads = (role === 'owner' || role === 'admin') && planet && planet.kind !== 'direct';

  return (
    <>
      <Choice
        label={t.panel.notifications}
        value={level}
        options={[
          ['all', t.panel.notifyAll],
          ['mentions', t.panel.notifyMentions],
          ['none', t.panel.notifyNone],
        ]}
        onChoice={(chosen) => {
          chat.inbox.setNotifications(planetId, chosen).catch((error) => toast(failureText(error, t)));
        }}
      />
      {leads && <PlanetForm key={planet.id} />}
      {planet?.kind !== 'direct' && (
        <Button look="danger" wide icon={LogOut} onClick={() => setLeaving(true)}>
          {t.leave}
        </Button>
      )}
      {leaving && (
        <Confirm
          title={t.leave}
          action={t.leave}
          danger
          onConfirm={async () => {
            await api.planets.leave(planetId);
            void refresh();
            go({ page: 'chats' }, { replace: true });
          }}
          onClose={() => setLeaving(false)}
        >
          {t.panel.leaveAsk(name)}
        </Confirm>
      )}
    </>
  );
}

function PlanetForm() {
  const t = useTexts();
  const { api } = useApp();
  const { planet, planetId } = useTalkState();
  const [name, setName] = useState(planet?.name ?? '');
  const [slow, setSlow] = useState(`${planet?.settings.slowModeSeconds ?? 0}`);
  const { onSubmit, busy, failure } = useAction(() =>
    api.planets.change(planetId, { name: name.trim(), settings: { slowModeSeconds: Number(slow) } }),
  );
  const receipts = useAction(() =>
    api.planets.change(planetId, { settings: { readReceipts: !planet?.settings.readReceipts } }),
  );
  return (
    <form className="panel-form" onSubmit={onSubmit}>
      <Field label={t.panel.rename} required maxLength={100} value={name} onText={setName} />
      <Field label={t.panel.slowMode} type="number" min={0} max={21_600} required value={slow} onText={setSlow} />
      <Failure text={failure} />
      <Button type="submit" disabled={busy}>
        {t.save}
      </Button>
      <Switch
        label={t.panel.receipts}
        on={planet?.settings.readReceipts ?? false}
        disabled={receipts.busy}
        onSwitch={receipts.run}
      />
      <Failure text={receipts.failure} />
    </form>
  );
}
