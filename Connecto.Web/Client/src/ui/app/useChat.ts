import { BrowserStorage, ChatClient, type Session } from '@connecto/client';
import { useEffect, useState } from 'react';

/** The user's live connection, for as long as the component is shown. */
export function useChat(session: Session): ChatClient | null {
  const [chat, setChat] = useState<ChatClient | null>(null);

  useEffect(() => {
    const opened = new ChatClient({ credentials: session, storage: new BrowserStorage() });
    opened.open();
    opened.inbox.open();
    setChat(opened);
    return () => {
      setChat(null);
      opened.close();
    };
  }, [session]);

  return chat;
}
