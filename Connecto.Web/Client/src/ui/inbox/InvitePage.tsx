import { MailOpen } from 'lucide-react';
import { useApp } from '../app/AppContext';
import { useAction } from '../app/useAction';
import { useRefreshInbox } from '../app/useInbox';
import { useTexts } from '../language';
import { Button } from '../parts/Button';
import { Empty } from '../parts/Empty';
import { Failure } from '../parts/Failure';
import { go } from '../route/useRoute';

/** Nothing is joined by opening a link alone: somebody else may have sent it. */
export default function InvitePage({ code }: { code: string }) {
  const t = useTexts();
  const { api } = useApp();
  const refresh = useRefreshInbox();
  const { run, busy, failure } = useAction(async () => {
    const planet = await api.planets.acceptInvite(code);
    void refresh();
    go({ page: 'chats', planetId: planet.id }, { replace: true });
  });
  return (
    <Empty icon={MailOpen} title={t.invite.title}>
      <p>{t.invite.hint}</p>
      <Failure text={failure} />
      <Button look="primary" disabled={busy} onClick={run}>
        {t.invite.accept}
      </Button>
    </Empty>
  );
}
