import { useQuery } from '@tanstack/react-query';
import { SendHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../../app/AppContext';
import { usePages } from '../../app/usePages';
import { useTexts } from '../../language';
import { Listing } from '../../parts/Listing';
import { longestText } from '../Composer';
import { isPlainEnter } from '../isPlainEnter';
import { useTalk } from '../TalkContext';
import { useTalkState } from '../useTalkState';
import { FoundMessage } from './FoundMessage';

/** A message and all that answers it; a reply to a reply belongs to the first one. */
export function ThreadPanel({ seq }: { seq: number }) {
  const t = useTexts();
  const { api } = useApp();
  const { channel } = useTalk();
  const { planetId, messages, headRev } = useTalkState();
  const here = messages.find((message) => message.seq === seq);
  const rootSeq = here?.replyToSeq ?? seq;
  const known = messages.find((message) => message.seq === rootSeq);
  const { data: fetched } = useQuery({
    queryKey: ['message', planetId, rootSeq],
    enabled: !known,
    queryFn: () => api.messages.get(planetId, rootSeq),
  });
  const root = known ?? fetched;
  const version = known ? `${known.replyCount}` : `${headRev}`;
  const query = usePages(['replies', planetId, rootSeq, version], (page) => api.messages.replies(planetId, rootSeq, page));
  const [text, setText] = useState('');

  const send = () => {
    if (text.trim() === '') return;
    channel.send({ text, replyToSeq: rootSeq });
    setText('');
  };
  return (
    <>
      <ul>{root && <FoundMessage message={root} />}</ul>
      <p className="thread-count quiet">{t.talk.replies(root?.replyCount ?? 0)}</p>
      <Listing query={query} empty={null}>
        {(message) => <FoundMessage key={message.seq} message={message} />}
      </Listing>
      <form
        className="composer-row thread-composer"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          className="composer-field"
          rows={1}
          aria-label={t.talk.reply}
          placeholder={t.talk.reply}
          maxLength={longestText}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (!isPlainEnter(event)) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" className="send" aria-label={t.talk.send} disabled={text.trim() === ''}>
          <SendHorizontal size={18} aria-hidden />
        </button>
      </form>
    </>
  );
}
