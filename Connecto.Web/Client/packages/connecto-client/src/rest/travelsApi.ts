import type { PageQuery, Wire } from './model.js';
import type { Route } from './route.js';

export const travelsApi = (route: Route) => ({
  /** The newest first; with `q` those in whose title each of its words begins a word. */
  list: (query: PageQuery & { q?: string } = {}) => route('GET', '/travels', { query }),
  popular: (query: PageQuery = {}) => route('GET', '/travels/popular', { query }),
  create: (body: Wire['TravelsCreateRequest']) => route('POST', '/travels', { body }),
  get: (id: string) => route('GET', '/travels/{id}', { path: { id } }),
  change: (id: string, body: Wire['TravelsSetRequest']) => route('PATCH', '/travels/{id}', { path: { id }, body }),
  delete: (id: string) => route('DELETE', '/travels/{id}', { path: { id } }),
  join: (id: string) => route('POST', '/travels/{id}/join', { path: { id } }),
  leave: (id: string) => route('POST', '/travels/{id}/leave', { path: { id } }),
  members: (id: string, query: PageQuery = {}) => route('GET', '/travels/{id}/members', { path: { id }, query }),
  planets: (id: string, query: PageQuery = {}) => route('GET', '/travels/{id}/planets', { path: { id }, query }),
  createPlanet: (id: string, name: string) => route('POST', '/travels/{id}/planets', { path: { id }, body: { name } }),
});
