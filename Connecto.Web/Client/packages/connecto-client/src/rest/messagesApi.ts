import type { PageQuery, Wire } from './model.js';
import type { Route } from './route.js';

/** Which page of at most `limit` (20, 100 at most): at most one of the three; without them the newest. */
export interface MessagesQuery {
  before?: number;
  after?: number;
  around?: number;
  limit?: number;
}

export const messagesApi = (route: Route) => ({
  page: (id: string, query: MessagesQuery = {}) => route('GET', '/planets/{id}/messages', { path: { id }, query }),
  get: (id: string, seq: number) => route('GET', '/planets/{id}/messages/{seq}', { path: { id, seq } }),
  send: (id: string, body: Wire['SendBody']) => route('POST', '/planets/{id}/messages', { path: { id }, body }),
  edit: (id: string, seq: number, text: string) =>
    route('PATCH', '/planets/{id}/messages/{seq}', { path: { id, seq }, body: { text } }),
  delete: (id: string, seq: number) => route('DELETE', '/planets/{id}/messages/{seq}', { path: { id, seq } }),

  /** The oldest first. */
  replies: (id: string, seq: number, query: PageQuery = {}) =>
    route('GET', '/planets/{id}/messages/{seq}/replies', { path: { id, seq }, query }),
  /** What it said before, for admins. */
  history: (id: string, seq: number, query: PageQuery = {}) =>
    route('GET', '/planets/{id}/messages/{seq}/history', { path: { id, seq }, query }),
  readers: (id: string, seq: number, query: PageQuery = {}) =>
    route('GET', '/planets/{id}/messages/{seq}/readers', { path: { id, seq }, query }),
  report: (id: string, seq: number, reason: string) =>
    route('POST', '/planets/{id}/messages/{seq}/report', { path: { id, seq }, body: { reason } }),
});

/** `from` and `to` are days (UTC) or moments. */
export interface SearchQuery extends PageQuery {
  q: string;
  planetId?: string;
  travelId?: string;
  senderId?: string;
  from?: string;
  to?: string;
  sort?: 'relevance' | 'newest';
}

/** `highlights` are `[start, length]` in UTF-16 units of the message's text. */
export type SearchHit = Wire['FoundMessage'];

export type SearchPage = Wire['SearchPage'];

export const searchApi = (route: Route) => ({
  messages: (query: SearchQuery, signal?: AbortSignal) =>
    route('GET', '/search/messages', { query, ...(signal && { signal }) }),
});
