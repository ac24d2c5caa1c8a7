import { Orbit } from 'lucide-react';
import { usePages } from '../../ui/app/usePages';
import { useLanguage, useTexts } from '../../ui/language';
import { Empty } from '../../ui/parts/Empty';
import { SearchField } from '../../ui/parts/Field';
import { Listing } from '../../ui/parts/Listing';
import { PathLink } from '../../ui/route/Link';
import { Page } from '../../ui/shell/Page';
import { dateOf } from '../../ui/times';
import { useAdmin } from '../app/AdminContext';
import { useWords } from '../app/useWords';
import { placePath } from '../route';
import { useAdminTexts } from '../texts';

/** All planets, or those whose name has the words. */
export default function PlanetsPage({ q }: { q: string }) {
  const t = useAdminTexts();
  const shared = useTexts();
  const { language } = useLanguage();
  const { api } = useAdmin();
  const { text, setText, words } = useWords('planets', q);
  const query = usePages(['planets', words], (page) =>
    api.route('GET', '/admin/planets', { query: { ...page, ...(words && { q: words }) } }),
  );
  return (
    <Page title={t.nav.planets} icon={Orbit}>
      <SearchField label={t.planets.search} value={text} onText={setText} maxLength={64} />
      <Listing query={query} empty={<Empty icon={Orbit} title={t.planets.none} />} className="rows">
        {(planet) => (
          <li key={planet.id}>
            <PathLink className="row-card" path={placePath({ page: 'planets', id: planet.id })}>
              <span className="card-text">
                <strong className="clip">{planet.name || t.planets.kinds[planet.kind]}</strong>
                <span className="quiet facts">
                  <span>{shared.panel.memberCount(planet.memberCount)}</span>
                  <span>{t.planets.messageCount(planet.headSeq)}</span>
                  <span>{t.planets.activations(planet.epoch)}</span>
                </span>
              </span>
              <span className="mark">{t.planets.kinds[planet.kind]}</span>
              {planet.archivedAt && <span className="mark">{t.planets.archived}</span>}
              <time className="quiet" dateTime={planet.createdAt}>
                {dateOf(planet.createdAt, language)}
              </time>
            </PathLink>
          </li>
        )}
      </Listing>
    </Page>
  );
}
