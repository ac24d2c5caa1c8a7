import type { PageQuery, Wire } from './model.js';
import type { Route } from './route.js';

export const planetsApi = (route: Route) => ({
  /** A group of one's own. */
  create: (name: string, memberIds: string[] = []) => route('POST', '/planets', { body: { name, memberIds } }),
  /** The same planet each time. */
  direct: (userId: string) => route('POST', '/planets/direct', { body: { userId } }),
  get: (id: string) => route('GET', '/planets/{id}', { path: { id } }),
  change: (id: string, body: Wire['PlanetsSetRequest']) => route('PATCH', '/planets/{id}', { path: { id }, body }),
  delete: (id: string) => route('DELETE', '/planets/{id}', { path: { id } }),
  join: (id: string) => route('POST', '/planets/{id}/join', { path: { id } }),
  leave: (id: string) => route('POST', '/planets/{id}/leave', { path: { id } }),

  members: (id: string, query: PageQuery = {}) => route('GET', '/planets/{id}/members', { path: { id }, query }),
  /** Adds somebody, or changes his role, status or muting. */
  setMember: (id: string, userId: string, body: Wire['MembersSetRequest']) =>
    route('PUT', '/planets/{id}/members/{userId}', { path: { id, userId }, body }),
  removeMember: (id: string, userId: string) =>
    route('DELETE', '/planets/{id}/members/{userId}', { path: { id, userId } }),

  invites: (id: string, query: PageQuery = {}) => route('GET', '/planets/{id}/invites', { path: { id }, query }),
  invite: (id: string, body: Wire['InvitesCreateRequest'] = {}) =>
    route('POST', '/planets/{id}/invites', { path: { id }, body }),
  deleteInvite: (code: string) => route('DELETE', '/invites/{code}', { path: { code } }),
  acceptInvite: (code: string) => route('POST', '/invites/{code}/accept', { path: { code } }),

  pins: (id: string, query: PageQuery = {}) => route('GET', '/planets/{id}/pins', { path: { id }, query }),
  pin: (id: string, seq: number) => route('PUT', '/planets/{id}/pins/{seq}', { path: { id, seq } }),
  unpin: (id: string, seq: number) => route('DELETE', '/planets/{id}/pins/{seq}', { path: { id, seq } }),
});
