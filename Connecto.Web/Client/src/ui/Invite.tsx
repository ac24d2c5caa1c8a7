import type { ConnectoApi } from '@connecto/client';
import { useState } from 'react';
import { useTexts } from './language';
import { useSubmit } from './useSubmit';

/** Makes an invite code and shows it for copying. */
export function Invite({ api, planetId }: { api: ConnectoApi; planetId: string }) {
  const t = useTexts();
  const [code, setCode] = useState<string | null>(null);
  const { onSubmit, busy, failure } = useSubmit(async () => setCode((await api.planets.invite(planetId)).code));

  if (code) return <InviteCode code={code} />;
  return (
    <form className="invite" onSubmit={onSubmit}>
      <button type="submit" className="link" disabled={busy}>
        {t.invite}
      </button>
      {failure && <span role="alert">{failure}</span>}
    </form>
  );
}

function InviteCode({ code }: { code: string }) {
  const t = useTexts();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
  };
  return (
    <span className="invite">
      <code aria-label={t.inviteCode}>{code}</code>
      {'clipboard' in navigator && (
        <button type="button" className="link" onClick={() => void copy()}>
          {copied ? t.copied : t.copyCode}
        </button>
      )}
    </span>
  );
}
