import type { Wire } from '@connecto/client';
import { Ban, Check, MessageSquareText, Trash2, Undo2, X } from 'lucide-react';
import { useState } from 'react';
import { useLanguage } from '../../ui/language';
import { Button } from '../../ui/parts/Button';
import { PathLink } from '../../ui/route/Link';
import { ago, momentOf } from '../../ui/times';
import { UserLink } from '../app/UserLink';
import { placePath } from '../route';
import { useAdminTexts } from '../texts';
import type { Asked } from './ReportActs';
import { ReportAround } from './ReportAround';

type Report = Wire['Report'];

interface ReportCardProps {
  report: Report;
  names: ReadonlyMap<string, string>;
  onAsk: (act: Asked['act']) => void;
}

/** One report: the message as it was reported and as it is now, what is wrong with it, and what can be done. */
export function ReportCard({ report, names, onAsk }: ReportCardProps) {
  const t = useAdminTexts().reports;
  const { language } = useLanguage();
  const [around, setAround] = useState(false);
  return (
    <li className="section report">
      <p className="facts quiet">
        <span>
          {t.by} <UserLink id={report.reporterId} names={names} />
        </span>
        <time dateTime={report.createdAt} title={momentOf(report.createdAt, language)}>
          {ago(report.createdAt, language)}
        </time>
        <PathLink path={placePath({ page: 'planets', id: report.planetId })}>
          {t.inPlanet(report.planetName || t.planet, report.seq)}
        </PathLink>
      </p>
      <p>
        <strong>{t.reason}:</strong> {report.reason}
      </p>
      <Reported report={report} names={names} />
      {report.resolvedAt && (
        <p className="quiet">
          {t.closed(momentOf(report.resolvedAt, language))}
          {report.resolvedBy && (
            <>
              {' · '}
              <UserLink id={report.resolvedBy} names={names} />
            </>
          )}
        </p>
      )}
      {report.note && (
        <p className="report-note">
          <strong>{t.noteIs}:</strong> {report.note}
        </p>
      )}
      {around && <ReportAround report={report} />}
      <div className="section-buttons">
        {report.status === 'open' ? (
          <>
            <Button look="primary" icon={Check} onClick={() => onAsk('resolved')}>
              {t.resolve}
            </Button>
            <Button icon={X} onClick={() => onAsk('dismissed')}>
              {t.dismiss}
            </Button>
          </>
        ) : (
          <Button icon={Undo2} onClick={() => onAsk('open')}>
            {t.reopen}
          </Button>
        )}
        <Button icon={MessageSquareText} aria-expanded={around} onClick={() => setAround(!around)}>
          {around ? t.hideAround : t.showAround}
        </Button>
        {report.message === 'there' && (
          <Button look="danger" icon={Trash2} onClick={() => onAsk('delete')}>
            {t.deleteMessage}
          </Button>
        )}
        <Button look="danger" icon={Ban} onClick={() => onAsk('ban')}>
          {t.banSender}
        </Button>
      </div>
    </li>
  );
}

/** The evidence first: what became of the message afterwards is said below it. */
function Reported({ report, names }: Omit<ReportCardProps, 'onAsk'>) {
  const t = useAdminTexts().reports;
  const { reportedText = report.text, text, message } = report;
  const now = message === 'there' ? (text === reportedText ? null : t.now) : t.states[message];
  return (
    <blockquote className="reported">
      <UserLink id={report.senderId} names={names} />
      <p>{reportedText ?? <em>{t.notKept}</em>}</p>
      {now && (
        <p className="quiet">
          {now}
          {message === 'there' && <span className="reported-now">{text}</span>}
        </p>
      )}
    </blockquote>
  );
}
