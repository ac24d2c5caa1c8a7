import { type HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';
import { Cell } from '../cell.js';
import { backoffMs, delay } from './backoff.js';
import { HubFailure } from './hubFailure.js';

export type LinkStatus = 'connecting' | 'live' | 'reconnecting';

export interface LinkOptions {
  /** Where the server is, without a slash at the end; '' for the page's own. */
  origin: string;
  /** An access token, asked for at every attempt; `refused` when the server did not take the last one. */
  token: (refused: boolean) => Promise<string>;
  /** In place of the platform's WebSocket. */
  webSocket?: unknown;
}

/** One connection to the hub that comes back by itself until it is closed, whatever ended it. */
export class Link {
  readonly status = new Cell<LinkStatus>('connecting');
  readonly #connection: HubConnection;
  readonly #closing = new AbortController();
  #refused = false;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #whenUp: () => void = () => undefined;

  constructor({ origin, token, webSocket }: LinkOptions) {
    const accessTokenFactory = () => token(this.#refused);
    this.#connection = new HubConnectionBuilder()
      .withUrl(`${origin}/hubs/chat?v=1`, {
        accessTokenFactory,
        ...(webSocket ? { WebSocket: webSocket as typeof WebSocket } : {}),
      })
      .withAutomaticReconnect({
        nextRetryDelayInMilliseconds: ({ previousRetryCount, retryReason }) => {
          this.#refused = isRefusal(retryReason);
          return backoffMs(previousRetryCount);
        },
      })
      .configureLogging(LogLevel.None)
      .build();
    this.#connection.onreconnecting(() => this.status.set('reconnecting'));
    this.#connection.onreconnected(() => this.#up());
    this.#connection.onclose(() => void this.#start(1));
    this.on<{ withinMs: number }>('reconnect', ({ withinMs }) => this.#leaveWithin(withinMs));
  }

  /** Of the present connection; another after each time that it has come back. */
  get connectionId(): string | null {
    return this.#connection.connectionId;
  }

  /** Connects, and calls `whenUp` now and after each time that the connection has come back. */
  open(whenUp: () => void): void {
    this.#whenUp = whenUp;
    void this.#start(0);
  }

  close(): void {
    this.#closing.abort();
    clearTimeout(this.#leaving);
    void this.#connection.stop();
  }

  on<T>(method: string, handler: (argument: T) => void): void {
    this.#connection.on(method, handler);
  }

  /** Fails with {@link HubFailure} when the server refuses, otherwise with the error of the lost connection. */
  async invoke<T>(method: string, argument: unknown): Promise<T> {
    try {
      return await this.#connection.invoke<T>(method, argument);
    } catch (error) {
      throw HubFailure.from(error) ?? error;
    }
  }

  /** Starts until it succeeds: SignalR retries a lost connection, but neither a first one nor one that was closed. */
  async #start(attempt: number): Promise<void> {
    for (; ; attempt++) {
      if (attempt > 0) {
        this.status.set('reconnecting');
        await delay(backoffMs(attempt - 1), this.#closing.signal);
      }
      if (this.#closing.signal.aborted) return;
      try {
        await this.#connection.start();
      } catch (error) {
        this.#refused = isRefusal(error);
        continue;
      }
      // Closed while it was starting.
      if (this.#closing.signal.aborted) return void this.#connection.stop();
      return this.#up();
    }
  }

  #up(): void {
    this.#refused = false;
    this.status.set('live');
    this.#whenUp();
  }

  #leaveWithin(withinMs: number): void {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => {
      if (this.#connection.state === HubConnectionState.Connected) void this.#connection.stop();
    }, Math.random() * withinMs);
  }
}

const isRefusal = (error: unknown): boolean => String(error).includes("Status code '401'");
