import type { components } from './schema.js';

/**
 * The objects of the wire contract, from the types that `npm run generate` makes of the server's own description. Ids are
 * decimal strings, times ISO 8601 UTC. What is null is absent.
 */
export type Wire = components['schemas'];

export type Me = Wire['Me'];
export type Profile = Wire['Profile'];
export type Travel = Wire['Travel'];
export type TravelMember = Wire['TravelMember'];
export type Planet = Wire['Planet'];
export type Invite = Wire['Invite'];
export type Member = Wire['Member'];
export type MemberRole = Wire['MemberRole'];
export type InboxItem = Wire['InboxItem'];
export type LastMessage = Wire['LastMessage'];
export type NotificationLevel = Wire['NotificationLevel'];
export type Message = Wire['Message'];
export type MessagePage = Wire['MessagePage'];
export type MessageVersion = Wire['MessageVersion'];
export type Reaction = Wire['Reaction'];
export type Reader = Wire['Reader'];
export type Notification = Wire['Notification'];
export type DeviceSession = Wire['Session'];
export type Block = Wire['Block'];
export type Grant = Wire['Grant'];

export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

/** A page of a list: 20 items unless `limit` (1 to 100) says otherwise, after those up to `cursor`. */
export interface PageQuery {
  limit?: number;
  cursor?: string;
}
