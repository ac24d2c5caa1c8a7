import { ApiError } from './apiError.js';
import { call, type Call } from './http.js';
import type { InboxItem, Invite, Me, Member, MessagePage, Page, Planet } from './model.js';
import type { Session } from '../session/session.js';

/** The REST calls of a logged-in user. */
export class ConnectoApi {
  constructor(private readonly session: Session) {}

  me = () => this.#send<Me>('me');

  planets = (cursor?: string) => this.#send<Page<InboxItem>>(`me/planets?limit=100${after(cursor)}`);

  createPlanet = (name: string) => this.#send<Planet>('planets', { method: 'POST', body: { name, memberIds: [] } });

  /** A code by which others come in, for a week. */
  invite = async (id: string) => (await this.#send<Invite>(`planets/${id}/invites`, { method: 'POST', body: {} })).code;

  acceptInvite = (code: string) =>
    this.#send<Planet>(`invites/${encodeURIComponent(code)}/accept`, { method: 'POST' });

  members = (id: string, cursor?: string) =>
    this.#send<Page<Member>>(`planets/${id}/members?limit=100${after(cursor)}`);

  messagesBefore = (id: string, seq: number) =>
    this.#send<MessagePage>(`planets/${id}/messages?before=${seq}&limit=50`);

  async #send<T>(path: string, request: Omit<Call, 'token'> = {}): Promise<T> {
    const token = await this.session.accessToken();
    try {
      return await call<T>(this.session.origin, path, { ...request, token });
    } catch (error) {
      const tokens = this.session.tokens.value;
      if (!(error instanceof ApiError) || error.status !== 401 || !tokens) throw error;
      const fresh = tokens.accessToken === token ? await this.session.refresh(tokens) : tokens;
      return await call<T>(this.session.origin, path, { ...request, token: fresh.accessToken });
    }
  }
}

const after = (cursor?: string) => (cursor ? `&cursor=${encodeURIComponent(cursor)}` : '');
