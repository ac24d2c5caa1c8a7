import type { Session } from '@connecto/client';
import { lazy, Suspense } from 'react';
import { AuthPage } from './auth/AuthPage';
import { Boundary } from './parts/Boundary';
import { Spinner } from './parts/Spinner';
import { ToastProvider } from './parts/Toast';
import { useCell } from './useCell';

const Home = lazy(() => import('./shell/Home'));

export function App({ session }: { session: Session }) {
  const userId = useCell(session.tokens)?.userId;
  return (
    <Boundary>
      <ToastProvider>
        <Suspense fallback={<Spinner />}>
          {userId ? <Home key={userId} session={session} userId={userId} /> : <AuthPage session={session} />}
        </Suspense>
      </ToastProvider>
    </Boundary>
  );
}
