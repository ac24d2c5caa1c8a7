import type { Session } from '@connecto/client';
import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { useAction } from '../app/useAction';
import { LanguageSwitch, useTexts } from '../language';
import { Button } from '../parts/Button';
import { Failure } from '../parts/Failure';
import { Field } from '../parts/Field';
import { useRoute } from '../route/useRoute';

interface AuthPageProps {
  session: Session;
  /** What one logs in to, where that is not the chat; nobody signs up there. */
  purpose?: string;
}

/** Log-in and sign-up. Where somebody came from stays in the address, so an invitation goes on afterwards. */
export function AuthPage({ session, purpose }: AuthPageProps) {
  const t = useTexts();
  const route = useRoute();
  const [isNew, setIsNew] = useState(false);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [displayName, setDisplayName] = useState('');
  const { onSubmit, busy, failure } = useAction(() =>
    isNew ? session.register(email, password, displayName) : session.logIn(email, password),
  );

  return (
    <main className="auth">
      <form onSubmit={onSubmit} className="auth-card">
        <MessagesSquare size={44} className="auth-mark" aria-hidden />
        <h1>{t.product}</h1>
        <p className="quiet">{purpose ?? (route.page === 'invite' ? t.invite.signedOut : t.tagline)}</p>
        <Field label={t.email} type="email" autoComplete="username" required value={email} onText={setEmail} />
        <Field
          label={t.password}
          type="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          required
          minLength={isNew ? 8 : undefined}
          maxLength={128}
          placeholder={isNew ? t.passwordHint : undefined}
          value={password}
          onText={setPassword}
        />
        {isNew && (
          <Field
            label={t.displayName}
            autoComplete="nickname"
            required
            maxLength={64}
            value={displayName}
            onText={setDisplayName}
          />
        )}
        <Failure text={failure} />
        <Button type="submit" look="primary" wide disabled={busy}>
          {isNew ? t.register : t.logIn}
        </Button>
        {!purpose && (
          <Button look="quiet" wide onClick={() => setIsNew(!isNew)}>
            {isNew ? t.toLogIn : t.toRegister}
          </Button>
        )}
      </form>
      <LanguageSwitch />
    </main>
  );
}
