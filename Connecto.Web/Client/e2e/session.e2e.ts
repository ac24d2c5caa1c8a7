import { ChatClient, ConnectoApi, MemoryStorage, Session } from '@connecto/client';
import { describe, expect, it } from 'vitest';
import { newEmail } from './people';
import { patiently, rest, until, url } from './server';

describe('A session', () => {
  const password = 'correct horse';

  async function registered(): Promise<{ session: Session; email: string }> {
    const session = new Session(url, new MemoryStorage());
    const email = newEmail();
    await patiently(() => session.register(email, password, 'Ann'));
    return { session, email };
  }

  it('renews its tokens, and ends when a refresh token is used twice', async () => {
    const { session } = await registered();
    const first = session.tokens.value!;
    const second = await session.refresh(first);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(await new ConnectoApi(session).me.get()).toMatchObject({ id: first.userId, displayName: 'Ann' });

    const again = rest('auth/refresh', { method: 'POST', body: { refreshToken: first.refreshToken } });
    await expect(again).rejects.toMatchObject({ status: 401 });
    await expect(session.refresh(second)).rejects.toMatchObject({ status: 401 });
    expect(session.tokens.value).toBeNull();
  });

  it('that was logged out elsewhere closes its socket and asks for a new log-in', async () => {
    const { session, email } = await registered();
    const { userId, accessToken } = session.tokens.value!;
    const chat = new ChatClient({ credentials: session });
    chat.open();
    await until(() => chat.status.value === 'live');

    await rest('auth/logout', { method: 'POST', token: accessToken });
    await until(() => session.tokens.value === null);
    chat.close();

    await patiently(() => session.logIn(email, password));
    expect(session.tokens.value?.userId).toBe(userId);
  });
});
