import type { Session } from '@connecto/client';
import { AuthForm } from './AuthForm';
import { Home } from './Home';
import { useCell } from './useCell';

export function App({ session }: { session: Session }) {
  const userId = useCell(session.tokens)?.userId;

  return userId ? <Home key={userId} session={session} userId={userId} /> : <AuthForm session={session} />;
}
