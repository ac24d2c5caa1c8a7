import type { Wire } from '@connecto/client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ActDialog } from '../act/ActDialog';
import { useAdmin } from '../app/AdminContext';
import { useAdminTexts } from '../texts';

interface ReportActProps {
  report: Wire['Report'];
  status: Wire['ReportStatus'];
  onClose: () => void;
}

/** Settles a report, or takes it up again, with a note for those who look at it later. */
export function ReportAct({ report, status, onClose }: ReportActProps) {
  const t = useAdminTexts().reports;
  const { api } = useAdmin();
  const queries = useQueryClient();
  const [note, setNote] = useState(report.note ?? '');
  const action = { open: t.reopen, resolved: t.resolve, dismissed: t.dismiss }[status];
  // An empty note takes away the one that is there.
  const body = { status, note: note.trim() };
  return (
    <ActDialog
      title={action}
      action={action}
      audited="report.change"
      conflict={t.settled}
      work={() =>
        api.route('PATCH', '/admin/reports/{id}', { path: { id: report.id }, body }).catch((failure: unknown) => {
          // What it shows is not how it stands any more.
          void queries.invalidateQueries({ queryKey: ['reports'] });
          throw failure;
        })
      }
      onClose={onClose}
    >
      <p>{{ open: t.reopenAsk, resolved: t.resolveAsk, dismissed: t.dismissAsk }[status]}</p>
      <label className="field">
        {t.note}
        <textarea className="input" rows={3} maxLength={1_000} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
    </ActDialog>
  );
}
