import { useState } from 'react';
import { useApp } from '../app/AppContext';
import { useAction } from '../app/useAction';
import { useTexts } from '../language';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Failure } from '../parts/Failure';
import { Field } from '../parts/Field';
import { useToast } from '../parts/Toast';
import { useTalk } from './TalkContext';

export function ReportDialog({ seq, onClose }: { seq: number; onClose: () => void }) {
  const t = useTexts();
  const toast = useToast();
  const { api } = useApp();
  const { channel } = useTalk();
  const [reason, setReason] = useState('');
  const { onSubmit, busy, failure } = useAction(async () => {
    await api.messages.report(channel.planetId, seq, reason.trim());
    toast(t.talk.reported);
    onClose();
  });
  return (
    <Dialog title={t.talk.report} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        <Field label={t.talk.reportWhy} required maxLength={500} autoFocus value={reason} onText={setReason} />
        <Failure text={failure} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" look="danger" disabled={busy || reason.trim() === ''}>
            {t.talk.report}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
