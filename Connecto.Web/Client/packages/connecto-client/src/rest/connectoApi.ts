import type { Credentials } from '../session/credentials.js';
import { meApi, usersApi } from './meApi.js';
import { messagesApi, searchApi } from './messagesApi.js';
import { planetsApi } from './planetsApi.js';
import { rawRouteOf, type Route } from './route.js';
import { travelsApi } from './travelsApi.js';

/**
 * The REST calls of a logged-in user. Each fails with {@link ApiError}. What has no method of its own, as what admins do,
 * is called by its route: `api.route('GET', '/admin/stats')`, with the server's own types.
 */
export class ConnectoApi {
  readonly route: Route;
  readonly me;
  readonly users;
  readonly travels;
  readonly planets;
  readonly messages;
  readonly search;

  constructor(readonly credentials: Credentials) {
    this.route = rawRouteOf(credentials) as Route;
    this.me = meApi(this.route);
    this.users = usersApi(this.route);
    this.travels = travelsApi(this.route);
    this.planets = planetsApi(this.route);
    this.messages = messagesApi(this.route);
    this.search = searchApi(this.route);
  }
}
