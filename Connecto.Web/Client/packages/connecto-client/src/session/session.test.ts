import { afterEach, describe, expect, it, vi } from 'vitest';
import { MemoryStorage } from '../storage/memoryStorage.js';
import { Session } from './session.js';

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const grant = (n: number) => ({ userId: '7', accessToken: `a${n}`, refreshToken: `r${n}`, expiresIn: 900 });

/** A session logged in with tokens a1/r1 at time 0, whose further calls are answered by `next`. */
async function loggedIn(next: (path: string, body: unknown) => Response | Promise<Response>) {
  let time = 0;
  const calls: string[] = [];
  vi.stubGlobal('fetch', async (url: string, request: RequestInit) => {
    const path = url.split('/api/v1/')[1]!;
    calls.push(path);
    if (path === 'auth/login') return answer(200, grant(1));
    return next(path, JSON.parse(String(request.body)));
  });
  const storage = new MemoryStorage();
  const session = new Session('http://server', storage, () => time);
  await session.logIn('a@example.org', 'password');
  return { session, storage, calls, passTo: (ms: number) => (time = ms), tab: () => new Session('http://server', storage.tab(), () => time) };
}

describe('Session', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('uses a token until shortly before it expires', async () => {
    const { session, calls, passTo } = await loggedIn(() => answer(500, {}));
    passTo(800_000);
    expect(await session.accessToken()).toBe('a1');
    expect(calls).toEqual(['auth/login']);
  });

  it('renews once for many callers', async () => {
    const { session, calls, passTo } = await loggedIn(() => answer(200, grant(2)));
    passTo(850_000);
    const tokens = await Promise.all([session.accessToken(), session.accessToken(), session.accessToken()]);
    expect(tokens).toEqual(['a2', 'a2', 'a2']);
    expect(calls.filter((path) => path === 'auth/refresh')).toHaveLength(1);
  });

  it('takes what another tab has renewed instead of using the token twice', async () => {
    const { session, storage, calls, passTo } = await loggedIn(() => answer(401, { code: 'unauthenticated' }));
    passTo(850_000);
    storage.setItem('connecto.session', JSON.stringify({ ...grant(2), expiresAt: 2_000_000 }));
    expect(await session.accessToken()).toBe('a2');
    expect(calls).toEqual(['auth/login']);
  });

  it('renews once for many tabs', async () => {
    let n = 1;
    const { storage, calls } = await loggedIn(() => answer(200, grant(++n)));
    const tabs = [1, 2, 3].map(() => new Session('http://server', storage.tab(), () => 850_000));
    expect(await Promise.all(tabs.map((tab) => tab.accessToken()))).toEqual(['a2', 'a2', 'a2']);
    expect(calls.filter((path) => path === 'auth/refresh')).toHaveLength(1);
  });

  it('is logged in and out in all tabs at once, and takes along what was being written', async () => {
    const { session, storage } = await loggedIn(() => answer(204, undefined));
    const there = new Session('http://server', storage.tab());
    expect(there.userId).toBe('7');
    storage.setItem('connecto.7.draft.9', 'mine');
    storage.setItem('connecto.8.draft.9', 'of another');
    await session.logOut();
    expect(there.tokens.value).toBeNull();
    expect(storage.names()).toEqual(['connecto.8.draft.9']);
  });

  it('stays logged out when a tab logs out while another renews, and ends what was renewed', async () => {
    let grantNow = () => {};
    const { session, storage, calls, passTo, tab } = await loggedIn((path) =>
      path === 'auth/refresh'
        ? new Promise<Response>((resolve) => (grantNow = () => resolve(answer(200, grant(2)))))
        : answer(204, undefined),
    );
    const there = tab();
    passTo(850_000);
    const renewing = session.accessToken();
    await vi.waitFor(() => expect(calls).toContain('auth/refresh'));
    await there.logOut();
    grantNow();
    await expect(renewing).rejects.toMatchObject({ code: 'unauthenticated' });
    expect([session.tokens.value, there.tokens.value, storage.getItem('connecto.session')]).toEqual([null, null, null]);
    expect(calls.filter((path) => path === 'auth/logout')).toHaveLength(2);
  });

  it('does not renew what another tab has logged out of', async () => {
    const { session, storage, calls, passTo } = await loggedIn(() => answer(200, grant(2)));
    passTo(850_000);
    storage.removeItem('connecto.session');
    await expect(session.accessToken()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(session.tokens.value).toBeNull();
    expect(calls).toEqual(['auth/login']);
  });

  it('ends when the server refuses the refresh token', async () => {
    const { session, storage, passTo } = await loggedIn(() => answer(401, { code: 'unauthenticated' }));
    passTo(850_000);
    await expect(session.accessToken()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(session.tokens.value).toBeNull();
    expect(storage.getItem('connecto.session')).toBeNull();
  });

  it('stays when the server is away', async () => {
    const { session, passTo } = await loggedIn(() => answer(503, { code: 'unavailable' }));
    passTo(850_000);
    await expect(session.accessToken()).rejects.toMatchObject({ code: 'unavailable' });
    expect(session.tokens.value?.refreshToken).toBe('r1');
  });
});
