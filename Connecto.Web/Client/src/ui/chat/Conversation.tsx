import type { Channel } from '@connecto/client';
import { Lock } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useApp } from '../app/AppContext';
import { usePlanetName } from '../app/usePeer';
import { codeText, useTexts } from '../language';
import { Empty } from '../parts/Empty';
import { Spinner } from '../parts/Spinner';
import { Link } from '../route/Link';
import { useCell } from '../useCell';
import { Composer } from './Composer';
import { Header } from './Header';
import { MessageLog } from './MessageLog';
import { Overlays } from './Overlays';
import { Panel } from './panel/Panel';
import { TalkContext } from './TalkContext';
import { Typing } from './Typing';
import { useTalkValue } from './useTalkValue';
import '../style/talk.css';
import '../style/log.css';

interface ConversationProps {
  planetId: string;
  /** A message to go to. */
  seq?: number;
}

/** One open planet: its messages, what is written, and what stands beside it. */
export default function Conversation({ planetId, seq }: ConversationProps) {
  const { chat } = useApp();
  const [channel, setChannel] = useState<Channel | null>(null);

  useEffect(() => {
    setChannel(chat.enter(planetId));
    return () => {
      setChannel(null);
      chat.leave(planetId);
    };
  }, [chat, planetId]);

  return channel ? <OpenConversation channel={channel} seq={seq} /> : <Spinner />;
}

function OpenConversation({ channel, seq }: { channel: Channel; seq?: number }) {
  const t = useTexts();
  const { phase, planet, deniedCode, gap } = useCell(channel.state);
  const name = usePlanetName(planet);
  const { talk, view, setView, target, over, setOver, writing, setWriting } = useTalkValue(channel, seq);

  if (phase === 'denied') {
    return (
      <Empty icon={Lock} title={codeText(deniedCode ?? 'forbidden', t)}>
        <Link className="button" to={{ page: 'chats' }}>
          {t.toChats}
        </Link>
      </Empty>
    );
  }
  return (
    <TalkContext value={talk}>
      <div className="talk" data-panel={view ? '' : undefined}>
        <section className="talk-main" aria-label={name}>
          <Header planet={planet} name={name} view={view} />
          {gap && (
            <p role="status" className="resyncing">
              {t.talk.resyncing}
            </p>
          )}
          {phase === 'loading' ? <Spinner /> : <MessageLog name={name} target={target} />}
          <Typing />
          <Composer name={name} writing={writing} onWriting={setWriting} />
        </section>
        {view && <Panel view={view} name={name} onClose={() => setView(null)} />}
      </div>
      <Overlays over={over} onClose={() => setOver(null)} />
    </TalkContext>
  );
}
