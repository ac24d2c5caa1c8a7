/** A refusal by the hub, with its code from the contract's catalogue. */
export class HubFailure extends Error {
  override readonly name = 'HubFailure';

  constructor(
    readonly code: string,
    message: string,
    readonly retryAfterMs: number | null,
  ) {
    super(message);
  }

  /** Whether the same call may succeed later. */
  get isPassing(): boolean {
    return this.code === 'unavailable' || this.code === 'rate_limited';
  }

  /** The failure that an error of the SignalR client carries, or null: then the connection was lost. */
  static from(error: unknown): HubFailure | null {
    const text = error instanceof Error ? error.message : String(error);
    const json = text.split('HubException: ', 2)[1];
    if (json === undefined) return null;
    try {
      const { code, message, retryAfterMs } = JSON.parse(json) as Record<string, unknown>;
      return new HubFailure(String(code), String(message), typeof retryAfterMs === 'number' ? retryAfterMs : null);
    } catch {
      return new HubFailure('unavailable', json, null);
    }
  }
}
