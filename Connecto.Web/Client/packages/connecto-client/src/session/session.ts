import { Cell } from '../cell.js';
import { ApiError } from '../rest/apiError.js';
import { call } from '../rest/http.js';
import type { Grant } from '../rest/model.js';
import { exclusively } from '../storage/exclusively.js';
import type { SharedStorage } from '../storage/sharedStorage.js';
import type { Credentials } from './credentials.js';

export interface Tokens {
  userId: string;
  accessToken: string;
  refreshToken: string;
  /** Milliseconds since 1970, by this machine's clock. */
  expiresAt: number;
}

const key = 'connecto.session';
/** A token is renewed this long before it expires, so that a call under way does not outlive it. */
const marginMs = 60_000;

/**
 * Who is logged in, and a valid access token for as long as the session lives.
 * A refresh token works once, so tabs take turns and each looks for another's result first.
 */
export class Session implements Credentials {
  readonly tokens: Cell<Tokens | null>;
  #refreshing: Promise<Tokens> | null = null;
  /** There was no room: the session lasts as long as the page, and what is stored says nothing of it. */
  #unkept = false;

  constructor(
    readonly origin: string,
    private readonly storage: SharedStorage,
    private readonly now: () => number = Date.now,
  ) {
    this.tokens = new Cell(this.#stored());
    // For as long as the page lives: another tab logs in, out, or renews.
    storage.watch((name) => {
      if (name === key) this.tokens.set(this.#stored());
    });
  }

  get userId(): string | null {
    return this.tokens.value?.userId ?? null;
  }

  async register(email: string, password: string, displayName: string): Promise<void> {
    this.#keep(await this.#grant('auth/register', { email, password, displayName }));
  }

  async logIn(email: string, password: string): Promise<void> {
    this.#keep(await this.#grant('auth/login', { email, password }));
  }

  /** Ends the session here even when the server cannot be told, and forgets what was being written. */
  async logOut(): Promise<void> {
    const { accessToken: token, userId } = this.tokens.value ?? {};
    this.#drop();
    for (const name of this.storage.names()) if (name.startsWith(`connecto.${userId}.`)) this.storage.removeItem(name);
    if (token) await call(this.origin, 'auth/logout', { method: 'POST', token }).catch(() => undefined);
  }

  /** A valid token; a new one when the server has `refused` this one or it is about to expire. */
  async accessToken(refused?: string): Promise<string> {
    const tokens = this.tokens.value;
    if (!tokens) throw new ApiError(401, 'unauthenticated', 'Not logged in');
    if (refused !== tokens.accessToken && this.now() < tokens.expiresAt - marginMs) return tokens.accessToken;
    return (await this.refresh(tokens)).accessToken;
  }

  /** Renews `stale`, once however many callers ask. */
  refresh(stale: Tokens): Promise<Tokens> {
    this.#refreshing ??= exclusively(this.storage, key, () => this.#renew(stale)).finally(
      () => (this.#refreshing = null),
    );
    return this.#refreshing;
  }

  async #renew(stale: Tokens): Promise<Tokens> {
    const stored = this.#stored();
    if (stored && stored.accessToken !== stale.accessToken) {
      this.tokens.set(stored);
      return stored;
    }
    if (!this.#isStill(stale)) throw this.#loggedOut();
    let grant: Grant;
    try {
      grant = await this.#grant('auth/refresh', { refreshToken: stale.refreshToken });
    } catch (error) {
      if (error instanceof ApiError && [400, 401, 403].includes(error.status) && this.#isStill(stale)) this.#drop();
      throw error;
    }
    if (this.#isStill(stale)) return this.#keep(grant);
    await call(this.origin, 'auth/logout', { method: 'POST', token: grant.accessToken }).catch(() => undefined);
    throw this.#loggedOut();
  }

  /** Whether the session is that of `tokens`, and nobody has logged out since: here or, of which word may be late, elsewhere. */
  #isStill({ accessToken }: Tokens): boolean {
    if (this.tokens.value?.accessToken !== accessToken) return false;
    return this.#unkept || this.#stored()?.accessToken === accessToken;
  }

  /** What is stored is the truth: nobody, or who has logged in since. */
  #loggedOut(): ApiError {
    this.tokens.set(this.#stored());
    return new ApiError(401, 'unauthenticated', 'Logged out');
  }

  #grant(path: string, body: unknown): Promise<Grant> {
    return call<Grant>(this.origin, path, { method: 'POST', body });
  }

  #keep({ userId, accessToken, refreshToken, expiresIn }: Grant): Tokens {
    const tokens = { userId, accessToken, refreshToken, expiresAt: this.now() + expiresIn * 1000 };
    this.tokens.set(tokens);
    try {
      this.storage.setItem(key, JSON.stringify(tokens));
      this.#unkept = false;
    } catch {
      // What is stored can only be a token that is used up.
      this.#unkept = true;
      this.storage.removeItem(key);
    }
    return tokens;
  }

  #drop(): void {
    this.storage.removeItem(key);
    this.tokens.set(null);
  }

  #stored(): Tokens | null {
    const text = this.storage.getItem(key);
    return text ? (JSON.parse(text) as Tokens) : null;
  }
}
