import { SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../language';
import { Empty } from '../../parts/Empty';
import { SearchField } from '../../parts/Field';
import { Listing } from '../../parts/Listing';
import { Highlighted } from '../../search/Highlighted';
import { SearchSummary } from '../../search/SearchSummary';
import { useSearch } from '../../search/useSearch';
import { useTalkState } from '../useTalkState';
import { FoundMessage } from './FoundMessage';

export function SearchPanel() {
  const t = useTexts();
  const { planetId } = useTalkState();
  const [text, setText] = useState('');
  const { q, query, first } = useSearch(text, { planetId, sort: 'newest' });
  const empty = (
    <Empty icon={SearchX} title={t.search.none}>
      <p>{t.search.noneHint}</p>
    </Empty>
  );
  return (
    <>
      <SearchField label={t.search.label} maxLength={200} value={text} onText={setText} />
      {q !== '' && (
        <>
          <SearchSummary first={first} />
          <Listing query={query} empty={empty}>
            {(hit) => (
              <FoundMessage key={hit.message.id} message={hit.message}>
                <Highlighted hit={hit} />
              </FoundMessage>
            )}
          </Listing>
        </>
      )}
    </>
  );
}
