import type { NotificationLevel, PageQuery, Wire } from './model.js';
import type { Route } from './route.js';

/** The caller's own account. */
export const meApi = (route: Route) => ({
  get: () => route('GET', '/me'),
  change: (body: Wire['MePatchRequest']) => route('PATCH', '/me', { body }),
  /** Erases the account. */
  delete: () => route('DELETE', '/me'),
  changePassword: (currentPassword: string, newPassword: string) =>
    route('POST', '/me/password', { body: { currentPassword, newPassword } }),

  sessions: (query: PageQuery = {}) => route('GET', '/me/sessions', { query }),
  endSession: (id: string) => route('DELETE', '/me/sessions/{id}', { path: { id } }),

  inbox: (query: PageQuery = {}) => route('GET', '/me/planets', { query }),
  setNotifications: (id: string, notifications: NotificationLevel) =>
    route('PATCH', '/me/planets/{id}', { path: { id }, body: { notifications } }),
  read: (body: Wire['ReadPlanetRead'][]) => route('POST', '/me/read', { body }),

  notifications: (query: PageQuery = {}) => route('GET', '/me/notifications', { query }),
  /** Forgets those that are named, or all up to one, or all. */
  readNotifications: (body: Wire['NotificationsReadRequest'] = {}) => route('POST', '/me/notifications/read', { body }),

  blocks: (query: PageQuery = {}) => route('GET', '/me/blocks', { query }),
  block: (userId: string) => route('PUT', '/me/blocks/{userId}', { path: { userId } }),
  unblock: (userId: string) => route('DELETE', '/me/blocks/{userId}', { path: { userId } }),
});

/** Other users. */
export const usersApi = (route: Route) => ({
  get: (id: string) => route('GET', '/users/{id}', { path: { id } }),
  /** Up to 100 of them, without those who do not exist. */
  named: async (ids: readonly string[]) => (await route('GET', '/users', { query: { ids: ids.join(',') } })).items,
  /** By display name, never by e-mail. */
  find: (q: string, page: PageQuery = {}) => route('GET', '/users', { query: { ...page, q } }),
});
