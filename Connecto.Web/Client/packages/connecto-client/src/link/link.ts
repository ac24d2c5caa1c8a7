import { type HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';
import { Cell } from '../cell.js';
import { ApiError } from '../rest/apiError.js';
import type { Credentials } from '../session/credentials.js';
import { backoffMs, delay } from './backoff.js';
import { hubError } from './hubError.js';
import { network } from './network.js';

/**
 * `connecting`: for the first time. `live`: calls go through. `reconnecting`: it was lost and comes back. `offline`: the
 * same, and the browser says that there is no network. `ended`: nobody is logged in any more; it does not come back.
 */
export type LinkStatus = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'ended';

export interface LinkOptions {
  credentials: Credentials;
  /** In place of the platform's WebSocket. */
  webSocket?: unknown;
}

/** One connection to the hub that comes back by itself until it is closed, whatever ended it. */
export class Link {
  readonly status = new Cell<LinkStatus>('connecting');
  readonly #connection: HubConnection;
  readonly #closing = new AbortController();
  #waking = new AbortController();
  #token: string | undefined;
  #refused: string | undefined;
  #ended = false;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: LinkOptions) {
    const webSocket = options.webSocket ? { WebSocket: options.webSocket as typeof WebSocket } : {};
    this.#connection = new HubConnectionBuilder()
      .withUrl(`${options.credentials.origin}/hubs/chat?v=1`, {
        accessTokenFactory: () => this.#accessToken(),
        ...webSocket,
      })
      .configureLogging(LogLevel.None)
      .build();
    this.on<{ withinMs: number }>('reconnect', ({ withinMs }) => this.#leaveWithin(withinMs));
  }

  /** Of the present connection; another after each time that it has come back. */
  get connectionId(): string | null {
    return this.#connection.connectionId;
  }

  /** Connects, and calls `whenUp` now and after each time that the connection has come back. */
  open(whenUp: () => void): void {
    const unwatch = network.watch((isDown) => this.#networkChanged(isDown));
    this.#closing.signal.addEventListener('abort', unwatch);
    void this.#run(whenUp);
  }

  close(): void {
    this.#closing.abort();
    this.#waking.abort();
    clearTimeout(this.#leaving);
    void this.#connection.stop();
  }

  on<T>(method: string, handler: (argument: T) => void): void {
    this.#connection.on(method, handler);
  }

  /** Fails with {@link ApiError} when the server refuses, with its kind `ConnectionLost` when there is no answer. */
  async invoke<T>(method: string, argument: unknown): Promise<T> {
    try {
      return await this.#connection.invoke<T>(method, argument);
    } catch (error) {
      throw hubError(error);
    }
  }

  /** SignalR's own way of reconnecting gives up, knows nothing of the network's return and waits without an end. */
  async #run(whenUp: () => void): Promise<void> {
    let lost: (() => void) | undefined;
    this.#connection.onclose(() => lost?.());
    for (let failures = 0; !this.#closing.signal.aborted && !this.#ended;) {
      const closed = new Promise<void>((resolve) => (lost = resolve));
      if (await this.#start()) {
        failures = 0;
        this.status.set('live');
        whenUp();
        await closed;
      }
      if (this.#closing.signal.aborted || this.#ended) break;
      this.status.set(network.isDown() ? 'offline' : 'reconnecting');
      await delay(backoffMs(failures++), this.#waking.signal);
    }
    if (this.#ended) this.status.set('ended');
  }

  async #start(): Promise<boolean> {
    try {
      await this.#connection.start();
    } catch (error) {
      this.#refused = String(error).includes("Status code '401'") ? this.#token : undefined;
      return false;
    }
    this.#refused = undefined;
    if (!this.#closing.signal.aborted) return true;
    // Closed while it was starting.
    void this.#connection.stop();
    return false;
  }

  async #accessToken(): Promise<string> {
    try {
      return (this.#token = await this.options.credentials.accessToken(this.#refused));
    } catch (error) {
      this.#ended = error instanceof ApiError && error.status === 401;
      throw error;
    }
  }

  /** A connection over a network that went is dead, though nobody may hear of it for half a minute. */
  #networkChanged(isDown: boolean): void {
    if (isDown) {
      if (this.status.value !== 'ended') this.status.set('offline');
      void this.#connection.stop();
    } else if (!this.#closing.signal.aborted) {
      this.#waking.abort();
      this.#waking = new AbortController();
    }
  }

  #leaveWithin(withinMs: number): void {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => {
      if (this.#connection.state === HubConnectionState.Connected) void this.#connection.stop();
    }, Math.random() * withinMs);
  }
}
