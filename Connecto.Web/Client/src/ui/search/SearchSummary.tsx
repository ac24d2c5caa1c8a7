import { useTexts } from '../language';

export function SearchSummary({ first }: { first?: { total: number; totalIsExact: boolean; indexing?: boolean } }) {
  const t = useTexts();
  if (!first) return null;
  return (
    <div role="status" className="quiet">
      {t.search.total(first.total, first.totalIsExact)}
      {first.indexing && <p className="search-indexing">{t.search.indexing}</p>}
    </div>
  );
}
