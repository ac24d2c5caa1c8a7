import { useEffect } from 'react';
import { hasUpdate, lookForUpdate, takeUpdate } from '../../serviceWorker';
import { useApp } from '../app/AppContext';
import { useTexts } from '../language';
import { Button } from '../parts/Button';
import { useCell } from '../useCell';

/**
 * Offers a new version once it is there. It is looked for when the page comes to the front and when the connection has come
 * back, as it does after the server was changed. Drafts and what is on its way outlast the reload.
 */
export function UpdateOffer() {
  const t = useTexts();
  const { chat } = useApp();
  const status = useCell(chat.status);
  const isThere = useCell(hasUpdate);

  useEffect(() => {
    if (status === 'live') lookForUpdate();
  }, [status]);

  useEffect(() => {
    const shown = () => document.visibilityState === 'visible' && lookForUpdate();
    document.addEventListener('visibilitychange', shown);
    return () => document.removeEventListener('visibilitychange', shown);
  }, []);

  return (
    <div role="status" className="update">
      {isThere && (
        <>
          {t.updated}
          <Button look="primary" onClick={takeUpdate}>
            {t.reload}
          </Button>
        </>
      )}
    </div>
  );
}
