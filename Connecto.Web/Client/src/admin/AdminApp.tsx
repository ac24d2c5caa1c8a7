import { ConnectoApi, type Session } from '@connecto/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { useMemo } from 'react';
import { newQueryClient } from '../ui/app/queryClient';
import { AuthPage } from '../ui/auth/AuthPage';
import { Boundary } from '../ui/parts/Boundary';
import { ToastProvider } from '../ui/parts/Toast';
import { useCell } from '../ui/useCell';
import { AdminContext } from './app/AdminContext';
import { Desk } from './app/Desk';
import { Gate } from './app/Gate';
import { useAdminTexts } from './texts';

/** The console: who is not logged in logs in here, and who is no admin is told so. */
export function AdminApp({ session }: { session: Session }) {
  const t = useAdminTexts();
  const userId = useCell(session.tokens)?.userId;
  return (
    <Boundary>
      <ToastProvider>
        {userId ? (
          <LoggedIn key={userId} session={session} userId={userId} />
        ) : (
          <AuthPage session={session} purpose={t.title} />
        )}
      </ToastProvider>
    </Boundary>
  );
}

function LoggedIn({ session, userId }: { session: Session; userId: string }) {
  const services = useMemo(() => ({ session, api: new ConnectoApi(session), meId: userId }), [session, userId]);
  const queries = useMemo(newQueryClient, []);
  return (
    <QueryClientProvider client={queries}>
      <AdminContext value={services}>
        <Gate>
          <Desk />
        </Gate>
      </AdminContext>
    </QueryClientProvider>
  );
}
