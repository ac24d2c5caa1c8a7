import { ApiError } from '../rest/apiError.js';

/** The connection went while a call was under way: the server may have done it or not. */
export class ConnectionLost extends ApiError {
  constructor(cause: unknown) {
    super(0, 'unavailable', cause instanceof Error ? cause.message : String(cause));
  }
}

/** What an error of the SignalR client means. */
export function hubError(error: unknown): ApiError {
  const text = error instanceof Error ? error.message : String(error);
  const json = text.split('HubException: ', 2)[1];
  if (json === undefined) return new ConnectionLost(error);
  try {
    const { code, message, retryAfterMs } = JSON.parse(json) as Record<string, unknown>;
    const after = typeof retryAfterMs === 'number' ? { retryAfterMs } : {};
    return new ApiError(0, String(code), String(message), after);
  } catch {
    return new ApiError(0, 'unavailable', json);
  }
}
