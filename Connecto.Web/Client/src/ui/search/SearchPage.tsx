import type { InboxItem, SearchHit } from '@connecto/client';
import { useQuery } from '@tanstack/react-query';
import { Search, SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useApp } from '../app/AppContext';
import { useInbox } from '../app/useInbox';
import { usePlanetName } from '../app/usePeer';
import { useLanguage, useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import { Empty } from '../parts/Empty';
import { SearchField } from '../parts/Field';
import { Listing } from '../parts/Listing';
import { Tabs } from '../parts/Tabs';
import { Link } from '../route/Link';
import { go } from '../route/useRoute';
import { Page } from '../shell/Page';
import { shortly } from '../times';
import { Highlighted } from './Highlighted';
import { SearchSummary } from './SearchSummary';
import { useSearch } from './useSearch';
import '../style/pages.css';

/** Search in everything that one may read. What is looked for stands in the address. */
export default function SearchPage({ q: asked }: { q: string }) {
  const t = useTexts();
  const inbox = useInbox();
  const [text, setText] = useState(asked);
  const [sort, setSort] = useState<'relevance' | 'newest'>('relevance');
  const { q, query, first } = useSearch(text, { sort });

  useEffect(() => {
    if (q !== asked) go(q ? { page: 'search', q } : { page: 'search' }, { replace: true });
  }, [q]);

  const empty = (
    <Empty icon={SearchX} title={t.search.none}>
      <p>{t.search.noneHint}</p>
    </Empty>
  );
  return (
    <Page title={t.nav.search} icon={Search}>
      <SearchField label={t.search.label} maxLength={200} autoFocus value={text} onText={setText} />
      {q === '' ? (
        <p className="quiet">{t.search.hint}</p>
      ) : (
        <>
          <Tabs
            label={t.search.order}
            chosen={sort}
            onChoose={setSort}
            tabs={[
              ['relevance', t.search.relevance],
              ['newest', t.search.newest],
            ]}
          />
          <SearchSummary first={first} />
          <Listing query={query} empty={empty} className="rows">
            {(hit) => (
              <Hit key={hit.message.id} hit={hit} item={inbox?.find(({ planet }) => planet.id === hit.message.planetId)} />
            )}
          </Listing>
        </>
      )}
    </Page>
  );
}

function Hit({ hit, item }: { hit: SearchHit; item: InboxItem | undefined }) {
  const t = useTexts();
  const { language } = useLanguage();
  const { api, meId } = useApp();
  const { planetId, seq, senderId, createdAt } = hit.message;
  const where = usePlanetName(item?.planet);
  const { data: sender } = useQuery({ queryKey: ['user', senderId], queryFn: () => api.users.get(senderId), retry: false });
  const name = senderId === meId ? t.you : sender?.displayName || t.someone;
  return (
    <li>
      <Link className="found" to={{ page: 'chats', planetId, seq }}>
        <Avatar id={senderId} name={name} size={36} />
        <strong className="clip">
          {name} {where && <span className="quiet">· {where}</span>}
        </strong>
        <time className="quiet" dateTime={createdAt}>
          {shortly(createdAt, language)}
        </time>
        <span className="found-text">
          <Highlighted hit={hit} />
        </span>
      </Link>
    </li>
  );
}
