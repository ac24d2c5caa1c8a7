import type { Session } from '@connecto/client';
import { useState } from 'react';
import { LanguageSwitch, useTexts } from './language';
import { useSubmit } from './useSubmit';

export function AuthForm({ session }: { session: Session }) {
  const t = useTexts();
  const [isNew, setIsNew] = useState(false);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [displayName, setDisplayName] = useState('');
  const { onSubmit, busy, failure } = useSubmit(() =>
    isNew ? session.register(email, password, displayName) : session.logIn(email, password),
  );

  return (
    <main className="auth">
      <form onSubmit={onSubmit} className="card">
        <h1>Connecto</h1>
        <p className="quiet">{t.tagline}</p>
        <label>
          {t.email}
          <input type="email" autoComplete="username" required value={email} onChange={(e) => setEmail(e.target.value)} />
        </label>
        <label>
          {t.password}
          <input
            type="password"
            autoComplete={isNew ? 'new-password' : 'current-password'}
            required
            minLength={isNew ? 8 : undefined}
            maxLength={128}
            placeholder={isNew ? t.passwordHint : undefined}
            value={password}
            onChange={(e) => setPassword(e.target.value)}
          />
        </label>
        {isNew && (
          <label>
            {t.displayName}
            <input autoComplete="nickname" required value={displayName} onChange={(e) => setDisplayName(e.target.value)} />
          </label>
        )}
        {failure && <p role="alert">{failure}</p>}
        <button type="submit" className="primary" disabled={busy}>
          {isNew ? t.register : t.logIn}
        </button>
        <button type="button" className="link" onClick={() => setIsNew(!isNew)}>
          {isNew ? t.toLogIn : t.toRegister}
        </button>
      </form>
      <LanguageSwitch />
    </main>
  );
}
