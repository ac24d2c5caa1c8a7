import type { Credentials } from '../session/credentials.js';
import { ApiError } from './apiError.js';
import { type Call, call } from './http.js';
import type { paths } from './schema.js';

type Method = NonNullable<Call['method']>;
type Routes = { [P in keyof paths as P extends `/api/v1${infer Short}` ? Short : never]: paths[P] };
type Operations = {
  [P in keyof Routes]: { [M in Method as Routes[P][Lowercase<M>] extends object ? M : never]: Routes[P][Lowercase<M>] };
};

type Json<Content> = Content extends { content: { 'application/json': infer T } } ? T : undefined;
type Good = 200 | 201 | 204;
type Answer<O> = O extends { responses: infer R }
  ? { [S in keyof R]: S extends Good ? Json<R[S]> : never }[keyof R]
  : never;

type PathPart<O> = O extends { parameters: { path: infer T } } ? { path: { [K in keyof T]: string | number } } : object;
type QueryPart<O> = O extends { parameters: { query?: infer T } }
  ? [T] extends [never | undefined]
    ? object
    : { query?: T }
  : object;
type BodyPart<O> = O extends { requestBody: infer B } ? { body: Json<B> } : { body?: undefined };
type Request<O> = PathPart<O> & QueryPart<O> & BodyPart<O> & { signal?: AbortSignal };
type Argument<O> = object extends Request<O> ? [request?: Request<O>] : [request: Request<O>];

/** Calls any route of the server, with the types of its own description: `route('GET', '/admin/stats')`. */
export type Route = <P extends keyof Operations, M extends keyof Operations[P] & Method>(
  method: M,
  path: P,
  ...request: Argument<Operations[P][M]>
) => Promise<Answer<Operations[P][M]>>;

export interface Raw {
  path?: Record<string, string | number>;
  query?: object;
  body?: unknown;
  signal?: AbortSignal;
}

/** The same without types, for what the description does not hold. */
export type RawRoute = (method: Method, path: string, request?: Raw) => Promise<unknown>;

/** A call that is refused for its token is made once more with a new one. */
export function rawRouteOf(credentials: Credentials): RawRoute {
  return async (method, path, request = {}) => {
    const address = addressOf(path, request);
    const once = (token: string) => call(credentials.origin, address, { ...request, method, token });
    const token = await credentials.accessToken();
    try {
      return await once(token);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      const fresh = await credentials.accessToken(token);
      if (fresh === token) throw error;
      return await once(fresh);
    }
  };
}

function addressOf(path: string, { path: parts = {}, query = {} }: Raw): string {
  const filled = path.slice(1).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name]!));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  return search.size > 0 ? `${filled}?${search}` : filled;
}
