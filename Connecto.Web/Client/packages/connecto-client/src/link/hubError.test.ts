import { describe, expect, it } from 'vitest';
import { ConnectionLost, hubError } from './hubError.js';

const wrapped = (json: string) =>
  new Error(`An unexpected error occurred invoking 'SendMessage' on the server. HubException: ${json}`);

describe('hubError', () => {
  it('reads the code behind the words of SignalR', () => {
    const error = hubError(wrapped('{"code":"rate_limited","message":"Slow down","retryAfterMs":700}'));
    expect(error).toMatchObject({ code: 'rate_limited', message: 'Slow down', retryAfterMs: 700, isPassing: true });
  });

  it('tells a refusal from a lost connection', () => {
    const refusal = hubError(wrapped('{"code":"muted","message":"No"}'));
    expect(refusal).not.toBeInstanceOf(ConnectionLost);
    expect(refusal.isPassing).toBe(false);
    const lost = hubError(new Error('WebSocket closed with status code: 1006'));
    expect(lost).toBeInstanceOf(ConnectionLost);
    expect(lost).toMatchObject({ code: 'unavailable', isPassing: true });
  });
});
