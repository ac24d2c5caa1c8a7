import type { ConnectoApi, Session } from '@connecto/client';
import { createContext, useContext } from 'react';

/** What every page of the console works with. */
export interface AdminServices {
  session: Session;
  api: ConnectoApi;
  meId: string;
}

export const AdminContext = createContext<AdminServices | null>(null);

export function useAdmin(): AdminServices {
  const services = useContext(AdminContext);
  if (!services) throw new Error('Used outside of the console');
  return services;
}
