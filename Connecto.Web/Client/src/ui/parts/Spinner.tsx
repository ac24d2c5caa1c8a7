import { useTexts } from '../language';

export function Spinner() {
  const t = useTexts();
  return (
    <div className="waiting" role="status">
      <span className="spinner" />
      <span className="unseen">{t.loading}</span>
    </div>
  );
}
