/** What a program that talks to Connecto needs; the rest of this package is its machinery. */
export { Cell } from './cell.js';
export { ChatClient } from './chatClient.js';
export { ConnectionLost } from './link/hubError.js';
export type { LinkOptions, LinkStatus } from './link/link.js';
export type * from './link/wire.js';
export type { Channel } from './planet/channel.js';
export { visiblePending } from './planet/pending.js';
export type { PendingMessage, PlanetState } from './planet/planetState.js';
export { allPages } from './rest/allPages.js';
export { ApiError, type ErrorCode } from './rest/apiError.js';
export { ConnectoApi } from './rest/connectoApi.js';
export { type Call, call } from './rest/http.js';
export type { MessagesQuery, SearchHit, SearchPage, SearchQuery } from './rest/messagesApi.js';
export type * from './rest/model.js';
export { type Credentials, FixedToken } from './session/credentials.js';
export { MemoryStorage } from './session/memoryStorage.js';
export { Session, type Tokens } from './session/session.js';
