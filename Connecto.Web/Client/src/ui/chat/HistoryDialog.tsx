import { useApp } from '../app/AppContext';
import { usePages } from '../app/usePages';
import { useLanguage, useTexts } from '../language';
import { Markdown } from '../markdown/Markdown';
import { Dialog } from '../parts/Dialog';
import { Listing } from '../parts/Listing';
import { momentOf } from '../times';
import { useTalk } from './TalkContext';

/** What a message has said, the first text first; those who lead the planet may see it. */
export default function HistoryDialog({ seq, onClose }: { seq: number; onClose: () => void }) {
  const t = useTexts();
  const { language } = useLanguage();
  const { api } = useApp();
  const { planetId } = useTalk().channel;
  const versions = usePages(['history', planetId, seq], (page) => api.messages.history(planetId, seq, page));
  return (
    <Dialog title={t.talk.history} onClose={onClose}>
      <Listing query={versions} empty={<p className="quiet">{t.talk.noHistory}</p>} className="versions">
        {({ rev, text, at }) => (
          <li key={rev}>
            <time className="quiet" dateTime={at}>
              {momentOf(at, language)}
            </time>
            <div dir="auto">
              <Markdown text={text} />
            </div>
          </li>
        )}
      </Listing>
    </Dialog>
  );
}
