import { Compass, Plus } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../app/AppContext';
import { useDebounced } from '../app/useDebounced';
import { usePages } from '../app/usePages';
import { useTexts } from '../language';
import { Button } from '../parts/Button';
import { Empty } from '../parts/Empty';
import { SearchField } from '../parts/Field';
import { Listing } from '../parts/Listing';
import { Tabs } from '../parts/Tabs';
import { Page } from '../shell/Page';
import { TravelForm } from './TravelForm';
import { TravelCard } from './TravelCard';
import '../style/pages.css';

/** Travels that anybody may find: what is popular, what is new, and what one looks for. */
export default function TravelsPage() {
  const t = useTexts();
  const { api } = useApp();
  const [tab, setTab] = useState<'popular' | 'newest'>('popular');
  const [text, setText] = useState('');
  const [making, setMaking] = useState(false);
  const q = useDebounced(text.trim(), 250);
  const query = usePages(['travels', q === '' ? tab : 'find', q], (page) =>
    q !== '' ? api.travels.list({ ...page, q }) : tab === 'popular' ? api.travels.popular(page) : api.travels.list(page),
  );
  const empty = (
    <Empty icon={Compass} title={q === '' ? t.travels.none : t.travels.noMatch}>
      <p>{t.travels.noneHint}</p>
    </Empty>
  );

  return (
    <Page
      title={t.nav.travels}
      icon={Compass}
      actions={
        <Button look="primary" icon={Plus} onClick={() => setMaking(true)}>
          {t.travels.create}
        </Button>
      }
    >
      <SearchField label={t.travels.find} maxLength={64} value={text} onText={setText} />
      {q === '' && (
        <Tabs
          label={t.travels.discover}
          chosen={tab}
          onChoose={setTab}
          tabs={[
            ['popular', t.travels.popular],
            ['newest', t.travels.newest],
          ]}
        />
      )}
      <Listing query={query} empty={empty} className="cards">
        {(travel) => <TravelCard key={travel.id} travel={travel} />}
      </Listing>
      {making && <TravelForm onClose={() => setMaking(false)} />}
    </Page>
  );
}
