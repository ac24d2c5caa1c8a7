import { Pin } from 'lucide-react';
import { useApp } from '../../app/AppContext';
import { usePages } from '../../app/usePages';
import { useTexts } from '../../language';
import { Empty } from '../../parts/Empty';
import { Listing } from '../../parts/Listing';
import { useTalkState } from '../useTalkState';
import { FoundMessage } from './FoundMessage';

export function PinsPanel() {
  const t = useTexts();
  const { api } = useApp();
  const { planetId, messages } = useTalkState();
  // Pins that change while it is open change what is in the window, too.
  const here = messages.filter(({ pinnedAt }) => pinnedAt).length;
  const query = usePages(['pins', planetId, here], (page) => api.planets.pins(planetId, page));
  const empty = (
    <Empty icon={Pin} title={t.talk.noPins}>
      <p>{t.talk.noPinsHint}</p>
    </Empty>
  );
  return (
    <Listing query={query} empty={empty}>
      {(message) => <FoundMessage key={message.seq} message={message} />}
    </Listing>
  );
}
