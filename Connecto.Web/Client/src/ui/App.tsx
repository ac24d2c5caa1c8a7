import type { Session } from '@connecto/client';
import { useEffect } from 'react';
import { AuthForm } from './AuthForm';
import { Home } from './Home';
import { useCell } from './useCell';

export function App({ session }: { session: Session }) {
  const userId = useCell(session.tokens)?.userId;

  useEffect(() => {
    const adopt = () => session.adopt();
    window.addEventListener('storage', adopt);
    return () => window.removeEventListener('storage', adopt);
  }, [session]);

  return userId ? <Home key={userId} session={session} userId={userId} /> : <AuthForm session={session} />;
}
