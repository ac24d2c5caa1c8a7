import { backoffMs, delay } from '../link/backoff.js';
import { ConnectionLost } from '../link/hubError.js';
import type { SendReceipt } from '../link/wire.js';
import { newClientMessageId } from '../newClientMessageId.js';
import { nextToSend } from '../planet/pending.js';
import { ApiError } from '../rest/apiError.js';
import { exclusively } from '../storage/exclusively.js';
import type { SharedStorage } from '../storage/sharedStorage.js';
import type { OutboxEntry, Outgoing } from './outboxEntry.js';
import { OutboxShelf } from './outboxShelf.js';

/** So many messages may be on their way at once. */
const most = 1_000;
/** What is to wait longer has failed: slow mode may ask for hours. */
const longestWaitMs = 60_000;

export interface OutboxOptions {
  storage: SharedStorage;
  meId: string;
  send: (request: Outgoing & { planetId: string; clientMessageId: string }) => Promise<SendReceipt>;
  /** Called for each entry that is new or has changed, in this tab or another. */
  changed: (entry: OutboxEntry) => void;
  /** Called for each entry that was withdrawn, or that is stored and done with. */
  removed: (entry: OutboxEntry) => void;
}

/**
 * The messages of one user that are on their way, of all planets and tabs. They go out planet by planet, one after the
 * other, so that one that has to be tried again keeps its place; each under one client message id however often it is
 * tried, so that it is stored once. The tab that has a planet's lock sends for all of them.
 */
export class Outbox {
  readonly #shelf: OutboxShelf;
  readonly #sending = new Set<string>();
  readonly #closing = new AbortController();
  #isUp = false;

  constructor(private readonly options: OutboxOptions) {
    const { storage, meId, changed, removed } = options;
    this.#shelf = new OutboxShelf(
      storage,
      `connecto.${meId}.outbox.`,
      (entry) => {
        changed(entry);
        void this.#send(entry.planetId);
      },
      removed,
    );
  }

  /** Those of one planet, in the order in which they go out. */
  of = (planetId: string): OutboxEntry[] => this.#shelf.of(planetId);

  /** Fails with `too_large` where too many wait already. */
  add(planetId: string, outgoing: Outgoing): OutboxEntry {
    if (this.#shelf.size >= most) throw new ApiError(0, 'too_large', `${most} messages wait to be sent`);
    const entry: OutboxEntry = {
      ...outgoing,
      planetId,
      clientMessageId: newClientMessageId(),
      order: this.#shelf.nextOrder(),
      createdAt: new Date().toISOString(),
      status: 'sending',
    };
    this.#put(entry);
    void this.#send(planetId);
    return entry;
  }

  /** Tries again what failed, after all that waits, under the same id. */
  retry(clientMessageId: string): void {
    const entry = this.#shelf.get(clientMessageId);
    if (entry?.status !== 'failed') return;
    this.#put({ ...entry, status: 'sending', code: undefined, order: this.#shelf.nextOrder() });
    void this.#send(entry.planetId);
  }

  /** Withdraws a message; one that the server has by now is stored all the same. */
  cancel(clientMessageId: string): void {
    const entry = this.#shelf.get(clientMessageId);
    if (entry) this.#remove(entry);
  }

  /** The connection is there: what waits goes out. */
  up(): void {
    this.#isUp = true;
    for (const planetId of this.#shelf.planets()) void this.#send(planetId);
  }

  down(): void {
    this.#isUp = false;
  }

  close(): void {
    this.#closing.abort();
    this.#shelf.close();
  }

  async #send(planetId: string): Promise<void> {
    if (!this.#isUp || this.#sending.has(planetId) || !nextToSend(this.of(planetId))) return;
    this.#sending.add(planetId);
    try {
      const name = `connecto.${this.options.meId}.sending.${planetId}`;
      await exclusively(this.options.storage, name, () => this.#sendAll(planetId));
    } finally {
      this.#sending.delete(planetId);
    }
    // What came while the lock was given back.
    if (this.#isUp && !this.#closing.signal.aborted) void this.#send(planetId);
  }

  async #sendAll(planetId: string): Promise<void> {
    for (let failures = 0; this.#isUp && !this.#closing.signal.aborted;) {
      const entry = nextToSend(this.of(planetId));
      if (!entry) return;
      if (!this.#shelf.isStored(entry)) continue;
      failures = (await this.#try(entry, failures)) ? 0 : failures + 1;
    }
  }

  /** False when it is to be tried again. */
  async #try(entry: OutboxEntry, failures: number): Promise<boolean> {
    const { planetId, clientMessageId, text, replyToSeq, mentions } = entry;
    const isThere = () => this.#shelf.get(clientMessageId) !== undefined;
    try {
      const { seq } = await this.options.send({ planetId, clientMessageId, text, replyToSeq, mentions });
      // The other tabs hear of both, one after the other.
      if (isThere()) this.#put({ ...entry, storedAs: seq });
      this.#remove(entry);
      return true;
    } catch (error) {
      if (error instanceof ConnectionLost) {
        // Its return calls again; until it is noticed, the next try waits.
        await delay(backoffMs(failures), this.#closing.signal);
        return false;
      }
      const { isPassing, retryAfterMs, code } = error as ApiError;
      if (isPassing && (retryAfterMs ?? 0) <= longestWaitMs) {
        await delay(Math.max(retryAfterMs ?? 0, backoffMs(failures)), this.#closing.signal);
        return false;
      }
      if (isThere()) this.#put({ ...entry, status: 'failed', code });
      return true;
    }
  }

  #put(entry: OutboxEntry): void {
    this.#shelf.put(entry);
    this.options.changed(entry);
  }

  #remove(entry: OutboxEntry): void {
    this.#shelf.remove(entry);
    this.options.removed(entry);
  }
}
