import type { ChatClient, ConnectoApi, Session } from '@connecto/client';
import { createContext, useContext } from 'react';

/** What every screen of a logged-in user works with. */
export interface AppServices {
  session: Session;
  api: ConnectoApi;
  chat: ChatClient;
  meId: string;
}

export const AppContext = createContext<AppServices | null>(null);

export function useApp(): AppServices {
  const services = useContext(AppContext);
  if (!services) throw new Error('Used outside of the logged-in part');
  return services;
}
