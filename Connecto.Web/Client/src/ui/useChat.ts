import { useEffect, useState } from 'react';
import type { Session } from '../api/session';
import { ChatClient } from '../chat/chatClient';

/** The user's live connection, for as long as the component is shown. */
export function useChat(session: Session, userId: string): ChatClient | null {
  const [chat, setChat] = useState<ChatClient | null>(null);

  useEffect(() => {
    const options = { origin: session.origin, token: (refused: boolean) => session.accessToken(refused) };
    const opened = new ChatClient(options, userId);
    opened.open();
    setChat(opened);
    return () => {
      setChat(null);
      opened.close();
    };
  }, [session, userId]);

  return chat;
}
