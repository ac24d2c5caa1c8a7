import type { components } from './schema.js';

/**
 * The objects of the wire contract, from the types that `npm run generate` makes of the server's own description. Ids are
 * decimal strings, times ISO 8601 UTC. What is null is absent.
 */
type Wire = components['schemas'];

export type Me = Wire['Me'];
export type Planet = Wire['Planet'];
export type Invite = Wire['Invite'];
export type Member = Wire['Member'];
export type InboxItem = Wire['InboxItem'];
export type Message = Wire['Message'];
export type MessagePage = Wire['MessagePage'];
export type Grant = Wire['Grant'];

export interface Page<T> {
  items: T[];
  nextCursor?: string;
}
