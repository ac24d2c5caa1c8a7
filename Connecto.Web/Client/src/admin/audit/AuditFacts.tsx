import type { Wire } from '@connecto/client';
import { useLanguage } from '../../ui/language';
import { PathLink } from '../../ui/route/Link';
import { momentOf } from '../../ui/times';
import { placePath, targetPlace } from '../route';
import { useAdminTexts } from '../texts';
import { detailOf } from './detail';

/** What the audit log keeps of one act: what, to what, when, from where. */
export function AuditFacts({ entry }: { entry: Wire['AuditEntry'] }) {
  const t = useAdminTexts().audit;
  const { language } = useLanguage();
  const place = targetPlace(entry.target);
  return (
    <dl className="audit-facts">
      <div>
        <dt>{t.action}</dt>
        <dd>
          <code>{entry.action}</code>
        </dd>
      </div>
      {entry.target && (
        <div>
          <dt>{t.target}</dt>
          <dd>
            {place ? <PathLink path={placePath(place)}>{entry.target}</PathLink> : <code>{entry.target}</code>}
          </dd>
        </div>
      )}
      {detailOf(entry.detail).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>{t.at}</dt>
        <dd>
          <time dateTime={entry.at}>{momentOf(entry.at, language)}</time>
          {entry.address && ` · ${entry.address}`}
        </dd>
      </div>
    </dl>
  );
}
