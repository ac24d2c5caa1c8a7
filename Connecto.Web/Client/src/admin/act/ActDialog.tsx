import type { Wire } from '@connecto/client';
import { useQueryClient } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useAction } from '../../ui/app/useAction';
import { useTexts } from '../../ui/language';
import { Button } from '../../ui/parts/Button';
import { Dialog } from '../../ui/parts/Dialog';
import { Failure } from '../../ui/parts/Failure';
import { useAdmin } from '../app/AdminContext';
import { AuditFacts } from '../audit/AuditFacts';
import { useAdminTexts } from '../texts';

interface ActDialogProps {
  title: string;
  /** What the button says that does it. */
  action: string;
  danger?: boolean;
  /** What a conflict means here. */
  conflict?: string;
  /** What it stands under in the audit log. */
  audited: string;
  work: () => Promise<unknown>;
  onClose: () => void;
  /** What is asked, with the fields that the work takes. */
  children: ReactNode;
  /** What came of it, where that is to be seen. */
  result?: ReactNode;
}

/** Asks once before something is changed, with the focus on cancelling; then shows what the audit log keeps of it. */
export function ActDialog({ title, action, danger, conflict, audited, work, onClose, children, result }: ActDialogProps) {
  const t = useAdminTexts();
  const shared = useTexts();
  const { api, meId } = useAdmin();
  const queries = useQueryClient();
  const [entry, setEntry] = useState<Wire['AuditEntry'] | null>(null);
  const [done, setDone] = useState(false);
  const close = useRef<HTMLButtonElement>(null);

  const { onSubmit, busy, code, failure } = useAction(async () => {
    await work();
    setDone(true);
    close.current?.focus();
    // A planet is not looked into again by itself: that would activate it.
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'inspection' });
    // It is done, whether or not the log can be read now.
    const kept = await api
      .route('GET', '/admin/audit', { query: { actorId: meId, action: audited, limit: 1 } })
      .catch(() => null);
    setEntry(kept?.items[0] ?? null);
  });

  return (
    <Dialog title={title} onClose={onClose} stays={done && result !== undefined}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {done ? (
          <div role="status" className="done">
            <p className="fine">
              <CircleCheck size={20} aria-hidden />
              {entry ? t.act.kept : t.act.done}
            </p>
            {result}
            {entry && <AuditFacts entry={entry} />}
          </div>
        ) : (
          children
        )}
        <Failure text={(code === 'conflict' && conflict) || failure} />
        <div className="dialog-actions">
          <Button ref={(button) => takeFocus(button, close)} onClick={onClose}>
            {done ? shared.close : shared.cancel}
          </Button>
          {!done && (
            <Button type="submit" look={danger ? 'danger' : 'primary'} disabled={busy}>
              {action}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

/** The browser gives a dialog's focus to what has the attribute, which React does not write. */
function takeFocus(button: HTMLButtonElement | null, kept: { current: HTMLButtonElement | null }): void {
  button?.setAttribute('autofocus', '');
  kept.current = button;
}
