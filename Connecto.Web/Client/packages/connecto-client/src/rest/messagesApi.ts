import type { Message, PageQuery, Wire } from './model.js';
import type { RawRoute, Route } from './route.js';

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

export interface SearchHit {
  message: Message;
  /** `[start, length]` in UTF-16 units of the message's text. */
  highlights: [number, number][];
}

export interface SearchPage {
  items: SearchHit[];
  total: number;
  totalIsExact: boolean;
  nextCursor?: string;
  hasMore: boolean;
}

export const searchApi = (raw: RawRoute) => ({
  messages: (query: SearchQuery, signal?: AbortSignal) =>
    raw('GET', '/search/messages', { query, signal }) as Promise<SearchPage>,
});
