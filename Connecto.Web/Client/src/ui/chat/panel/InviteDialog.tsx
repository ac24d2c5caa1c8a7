import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../../app/AppContext';
import { useAction } from '../../app/useAction';
import { useTexts } from '../../language';
import { Button } from '../../parts/Button';
import { Dialog } from '../../parts/Dialog';
import { Failure } from '../../parts/Failure';
import { pathOf } from '../../route/route';
import { useTalk } from '../TalkContext';

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const { api } = useApp();
  const { channel } = useTalk();
  const [link, setLink] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const { run, busy, failure } = useAction(async () => {
    const { code } = await api.planets.invite(channel.planetId);
    setLink(location.origin + pathOf({ page: 'invite', code }));
  });
  const copy = async () => {
    await navigator.clipboard.writeText(link!);
    setCopied(true);
  };
  return (
    <Dialog title={t.panel.invite} onClose={onClose}>
      <p className="quiet">{t.panel.inviteHint}</p>
      <Failure text={failure} />
      {link ? (
        <div className="invite-link">
          <input
            className="input"
            readOnly
            aria-label={t.panel.inviteLink}
            value={link}
            onFocus={(event) => event.target.select()}
          />
          {'clipboard' in navigator && (
            <Button icon={Copy} onClick={() => void copy()}>
              {copied ? t.copied : t.copy}
            </Button>
          )}
        </div>
      ) : (
        <Button look="primary" disabled={busy} onClick={run}>
          {t.panel.makeLink}
        </Button>
      )}
    </Dialog>
  );
}
