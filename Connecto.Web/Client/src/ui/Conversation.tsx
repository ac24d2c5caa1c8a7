import type { Channel, ChatClient, ConnectoApi, PlanetState } from '@connecto/client';
import { Composer } from './Composer';
import { Invite } from './Invite';
import { codeText, useTexts } from './language';
import { MessageLog } from './MessageLog';
import { useCell } from './useCell';
import { useChannel, useNames } from './useChannel';

interface ConversationProps {
  api: ConnectoApi;
  chat: ChatClient;
  planetId: string;
  onBack: () => void;
}

export function Conversation(props: ConversationProps) {
  const channel = useChannel(props.chat, props.planetId);
  return <main className="conversation">{channel && <OpenConversation {...props} channel={channel} />}</main>;
}

function OpenConversation({ api, channel, onBack }: ConversationProps & { channel: Channel }) {
  const t = useTexts();
  const state = useCell(channel.state);
  const { phase, planet, planetId } = state;
  useNames(api, channel, unknownSenders(state).join(' '));

  return (
    <>
      <header>
        <button type="button" className="link back" aria-label={t.back} onClick={onBack}>
          ‹
        </button>
        <h2>{planet && (planet.name || t.direct)}</h2>
        {planet && planet.kind !== 'direct' && <Invite api={api} planetId={planetId} />}
      </header>
      {phase === 'loading' && <p className="empty quiet">{t.loading}</p>}
      {phase === 'denied' && (
        <p role="alert" className="empty">
          {codeText(state.deniedCode ?? 'forbidden', t)}
        </p>
      )}
      {phase === 'live' && (
        <>
          <MessageLog channel={channel} state={state} />
          <Composer onSend={(text) => channel.send(text)} />
        </>
      )}
    </>
  );
}

function unknownSenders({ messages, names, meId }: PlanetState): string[] {
  const senders = new Set(messages.map(({ senderId }) => senderId));
  return [...senders].filter((id) => id !== meId && !names.has(id));
}
