import type { Wire } from '@connecto/client';
import { ActDialog } from '../act/ActDialog';
import { useAdmin } from '../app/AdminContext';
import { useAdminTexts } from '../texts';
import { ReportAct } from './ReportAct';

/** What is asked about a report: how to settle it, or what to do about the message or its sender. */
export interface Asked {
  report: Wire['Report'];
  act: Wire['ReportStatus'] | 'delete' | 'ban';
}

interface ReportActsProps extends Asked {
  names: ReadonlyMap<string, string>;
  onClose: () => void;
}

export function ReportActs({ report, act, names, onClose }: ReportActsProps) {
  const texts = useAdminTexts();
  const t = texts.reports;
  const { api } = useAdmin();
  if (act === 'delete') {
    return (
      <ActDialog
        title={t.deleteMessage}
        action={t.deleteMessage}
        danger
        audited="message.delete"
        work={() => api.route('DELETE', '/admin/reports/{id}/message', { path: { id: report.id } })}
        onClose={onClose}
      >
        <p>{t.deleteAsk}</p>
        <blockquote className="reported">{report.text}</blockquote>
      </ActDialog>
    );
  }
  if (act === 'ban') {
    const path = { id: report.senderId };
    return (
      <ActDialog
        title={t.banSender}
        action={t.banSender}
        danger
        audited="user.change"
        work={() => api.route('PATCH', '/admin/users/{id}', { path, body: { banned: true } })}
        onClose={onClose}
      >
        <p>{texts.users.banAsk(names.get(report.senderId) || report.senderId)}</p>
      </ActDialog>
    );
  }
  return <ReportAct report={report} status={act} onClose={onClose} />;
}
