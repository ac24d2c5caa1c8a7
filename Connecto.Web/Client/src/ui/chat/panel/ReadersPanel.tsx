import { useApp } from '../../app/AppContext';
import { usePages } from '../../app/usePages';
import { useLanguage, useTexts } from '../../language';
import { Listing } from '../../parts/Listing';
import { shortly } from '../../times';
import { useTalkState } from '../useTalkState';
import { PersonRow } from './PersonRow';

/** Who has read a message, following the number beside it. */
export function ReadersPanel({ seq }: { seq: number }) {
  const t = useTexts();
  const { language } = useLanguage();
  const { api } = useApp();
  const { planetId, messages } = useTalkState();
  const message = messages.find((each) => each.seq === seq);
  const query = usePages(['readers', planetId, seq, message?.readCount], (page) =>
    api.messages.readers(planetId, seq, page),
  );
  return (
    <>
      {message?.text && <p className="panel-quote">{message.text}</p>}
      {message && message.unreadCount > 0 && <p className="quiet">{t.talk.unread(message.unreadCount)}</p>}
      <Listing query={query} empty={<p className="quiet">{t.talk.noReaders}</p>}>
        {({ userId, displayName, readAt }) => (
          <PersonRow key={userId} userId={userId} name={displayName} about={readAt && shortly(readAt, language)} />
        )}
      </Listing>
    </>
  );
}
