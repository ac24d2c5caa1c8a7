import type { Cell } from '../cell.js';
import { backoffMs, delay } from '../link/backoff.js';
import { ConnectionLost } from '../link/hubError.js';
import type { ApiError } from '../rest/apiError.js';
import type { Link } from '../link/link.js';
import { acknowledge, fail, nextToSend } from './pending.js';
import type { PlanetState } from './planetState.js';
import type { SendReceipt } from '../link/wire.js';

/**
 * Hands the pending messages of one planet to the server, one after the other, so that a message that has to be tried
 * again keeps its place. Each try of a message carries the same client message id, so it is stored once.
 */
export class Sender {
  #running = false;

  constructor(
    private readonly link: Link,
    private readonly state: Cell<PlanetState>,
    private readonly closing: AbortSignal,
  ) {}

  /** Sends what waits; called for each new message and whenever the planet is live again. */
  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let failures = 0; !this.closing.aborted; ) {
        const message = nextToSend(this.state.value);
        if (!message) return;
        failures = (await this.#send(message.clientMessageId, message.text, failures)) ? 0 : failures + 1;
      }
    } catch {
      // The connection is lost; its return runs this again.
    } finally {
      this.#running = false;
    }
  }

  async #send(clientMessageId: string, text: string, failures: number): Promise<boolean> {
    const { planetId } = this.state.value;
    try {
      const { seq } = await this.link.invoke<SendReceipt>('SendMessage', { planetId, clientMessageId, text });
      this.state.set(acknowledge(this.state.value, clientMessageId, seq));
      return true;
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      const { isPassing, retryAfterMs, code } = error as ApiError;
      if (isPassing) {
        await delay(Math.max(retryAfterMs ?? 0, backoffMs(failures)), this.closing);
        return false;
      }
      this.state.set(fail(this.state.value, clientMessageId, code));
      return true;
    }
  }
}
