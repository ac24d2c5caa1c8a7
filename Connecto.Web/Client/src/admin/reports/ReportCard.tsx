import type { Wire } from '@connecto/client';
import { Check, Undo2, X } from 'lucide-react';
import { useLanguage } from '../../ui/language';
import { Button } from '../../ui/parts/Button';
import { PathLink } from '../../ui/route/Link';
import { ago, momentOf } from '../../ui/times';
import { UserLink } from '../app/UserLink';
import { placePath } from '../route';
import { useAdminTexts } from '../texts';

type Report = Wire['Report'];

interface ReportCardProps {
  report: Report;
  names: ReadonlyMap<string, string>;
  onAct: (status: Report['status']) => void;
}

/** One report: the message as it is now, what is wrong with it, and what becomes of it. */
export function ReportCard({ report, names, onAct }: ReportCardProps) {
  const t = useAdminTexts().reports;
  const { language } = useLanguage();
  return (
    <li className="section report">
      <p className="facts quiet">
        <span>
          {t.by} <UserLink id={report.reporterId} names={names} />
        </span>
        <time dateTime={report.createdAt} title={momentOf(report.createdAt, language)}>
          {ago(report.createdAt, language)}
        </time>
        <PathLink path={placePath({ page: 'planets', id: report.planetId })}>{t.inPlanet(report.seq)}</PathLink>
      </p>
      <p>
        <strong>{t.reason}:</strong> {report.reason}
      </p>
      <blockquote className="reported">
        <UserLink id={report.senderId} names={names} />
        <p>{report.text ?? <em>{t.deleted}</em>}</p>
      </blockquote>
      {report.resolvedAt && (
        <p className="quiet">
          {t.closed(momentOf(report.resolvedAt, language))}
          {report.resolvedBy && (
            <>
              {' · '}
              <UserLink id={report.resolvedBy} names={names} />
            </>
          )}
          {report.note && ` · ${report.note}`}
        </p>
      )}
      <div className="section-buttons">
        {report.status === 'open' ? (
          <>
            <Button look="primary" icon={Check} onClick={() => onAct('resolved')}>
              {t.resolve}
            </Button>
            <Button icon={X} onClick={() => onAct('dismissed')}>
              {t.dismiss}
            </Button>
          </>
        ) : (
          <Button icon={Undo2} onClick={() => onAct('open')}>
            {t.reopen}
          </Button>
        )}
      </div>
    </li>
  );
}
