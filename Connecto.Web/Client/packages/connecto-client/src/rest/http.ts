import { ApiError } from './apiError.js';

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  token?: string;
  signal?: AbortSignal;
}

/** One REST call below `/api/v1`; answers the parsed body (undefined when there is none) or throws {@link ApiError}. */
export async function call<T>(origin: string, path: string, request: Call = {}): Promise<T> {
  const { method = 'GET', body, token, signal } = request;
  const headers: Record<string, string> = {};
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const init = { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal };
  let text: string;
  try {
    const response = await fetch(`${origin}/api/v1/${path}`, init);
    if (!response.ok) throw await ApiError.from(response);
    text = await response.text();
  } catch (error) {
    throw error instanceof ApiError || signal?.aborted ? error : ApiError.unreachable(error);
  }
  return (text ? JSON.parse(text) : undefined) as T;
}
