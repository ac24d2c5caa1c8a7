import { failureText, useTexts } from '../../ui/language';
import { Button } from '../../ui/parts/Button';
import { Failure } from '../../ui/parts/Failure';
import { Spinner } from '../../ui/parts/Spinner';
import { useLive } from '../live/useLive';

/** Stands for live figures until the first of them come, or says why they do not. */
export function LiveWaiting() {
  const t = useTexts();
  const { failure, retry } = useLive();
  if (failure === null) return <Spinner />;
  return (
    <div className="section-buttons">
      <Failure text={failureText(failure, t)} />
      <Button onClick={retry}>{t.retry}</Button>
    </div>
  );
}
