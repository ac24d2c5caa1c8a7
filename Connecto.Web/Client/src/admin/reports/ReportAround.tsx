import type { Wire } from '@connecto/client';
import { useQuery } from '@tanstack/react-query';
import { failureText, useLanguage, useTexts } from '../../ui/language';
import { Failure } from '../../ui/parts/Failure';
import { Spinner } from '../../ui/parts/Spinner';
import { momentOf } from '../../ui/times';
import { useAdmin } from '../app/AdminContext';
import { UserLink } from '../app/UserLink';
import { useNames } from '../app/useNames';
import { useAdminTexts } from '../texts';

/** What was said around a reported message, and what it said before. It is read once, as each reading is audited. */
export function ReportAround({ report }: { report: Wire['Report'] }) {
  const t = useAdminTexts().reports;
  const shared = useTexts();
  const { language } = useLanguage();
  const { api } = useAdmin();
  const { data, error } = useQuery({
    queryKey: ['inspection', 'report', report.id],
    queryFn: () => api.route('GET', '/admin/reports/{id}/context', { path: { id: report.id } }),
    staleTime: Infinity,
  });
  const names = useNames(data?.messages.map(({ senderId }) => senderId) ?? []);
  if (error) return <Failure text={failureText(error, shared)} />;
  if (!data) return <Spinner />;
  if (data.messages.length === 0) return <p className="quiet">{t.nothingAround}</p>;
  return (
    <>
      <ol className="around" aria-label={t.showAround} tabIndex={0}>
        {data.messages.map(({ id, seq, senderId, text, createdAt, deletedAt }) => (
          <li key={id} aria-current={seq === report.seq ? 'true' : undefined}>
            <p className="quiet facts">
              <UserLink id={senderId} names={names} />
              <time dateTime={createdAt}>{momentOf(createdAt, language)}</time>
            </p>
            <p className="told">{deletedAt ? <em>{t.deleted}</em> : text}</p>
          </li>
        ))}
      </ol>
      {data.versions.length > 0 && (
        <details className="versions">
          <summary>{t.versions(data.versions.length)}</summary>
          <ol>
            {data.versions.map(({ rev, text, at }) => (
              <li key={rev}>
                <time className="quiet" dateTime={at}>
                  {momentOf(at, language)}
                </time>
                <p className="told">{text}</p>
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}
