import { describe, expect, it } from 'vitest';
import { HubFailure } from './hubFailure.js';

const wrapped = (json: string) =>
  new Error(`An unexpected error occurred invoking 'SendMessage' on the server. HubException: ${json}`);

describe('HubFailure', () => {
  it('reads the code behind the words of SignalR', () => {
    const failure = HubFailure.from(wrapped('{"code":"rate_limited","message":"Slow down","retryAfterMs":700}'));
    expect(failure).toMatchObject({ code: 'rate_limited', message: 'Slow down', retryAfterMs: 700, isPassing: true });
  });

  it('tells a refusal from a lost connection', () => {
    expect(HubFailure.from(wrapped('{"code":"muted","message":"No"}'))?.isPassing).toBe(false);
    expect(HubFailure.from(new Error('WebSocket closed with status code: 1006'))).toBeNull();
  });
});
