import type { SharedStorage } from '../storage/sharedStorage.js';
import { inOrder, type OutboxEntry } from './outboxEntry.js';

/** UTF-16 units of text that are kept: some of what a browser gives a site, which the session and drafts need as well. */
const mostKept = 1_000_000;

type Told = (entry: OutboxEntry) => void;

/** The outbox as it is stored, an item for each entry so that tabs do not overwrite each other's, and as it is in memory. */
export class OutboxShelf {
  readonly #entries = new Map<string, OutboxEntry>();
  readonly #unkept = new Set<string>();
  readonly #unwatch: () => void;
  #order = 0;

  constructor(
    private readonly storage: SharedStorage,
    private readonly prefix: string,
    changed: Told,
    removed: Told,
  ) {
    for (const name of storage.names()) {
      const text = name.startsWith(prefix) ? storage.getItem(name) : null;
      if (text) this.#keep(JSON.parse(text) as OutboxEntry);
    }
    this.#unwatch = storage.watch((name, value) => {
      if (!name.startsWith(prefix)) return;
      const known = this.#entries.get(name.slice(prefix.length));
      if (value === null) {
        this.#entries.delete(name.slice(prefix.length));
        if (known) removed(known);
      } else {
        changed(this.#keep(JSON.parse(value) as OutboxEntry));
      }
    });
  }

  get size(): number {
    return this.#entries.size;
  }

  get = (clientMessageId: string): OutboxEntry | undefined => this.#entries.get(clientMessageId);

  of = (planetId: string): OutboxEntry[] =>
    [...this.#entries.values()].filter((each) => each.planetId === planetId).sort(inOrder);

  planets = (): Set<string> => new Set([...this.#entries.values()].map(({ planetId }) => planetId));

  /** Higher than any that is known; by the clock, so that it is also after what was there and has gone. */
  nextOrder = (): number => (this.#order = Math.max(this.#order + 1, Date.now() * 1_000));

  put(entry: OutboxEntry): void {
    this.#keep(entry);
    try {
      if (this.#keptLength() > mostKept) throw new RangeError('The outbox has its share of the storage');
      this.storage.setItem(this.prefix + entry.clientMessageId, JSON.stringify(entry));
      this.#unkept.delete(entry.clientMessageId);
    } catch {
      // No room: it is sent all the same, but does not outlast the page.
      this.#unkept.add(entry.clientMessageId);
    }
  }

  remove({ clientMessageId }: OutboxEntry): void {
    this.#entries.delete(clientMessageId);
    this.#unkept.delete(clientMessageId);
    this.storage.removeItem(this.prefix + clientMessageId);
  }

  /** Whether another tab has not taken it out meanwhile, of which word may still be under way; then it is forgotten. */
  isStored({ clientMessageId }: OutboxEntry): boolean {
    if (this.#unkept.has(clientMessageId) || this.storage.getItem(this.prefix + clientMessageId) !== null) return true;
    this.#entries.delete(clientMessageId);
    return false;
  }

  close(): void {
    this.#unwatch();
  }

  #keptLength(): number {
    const kept = [...this.#entries.values()].filter(({ clientMessageId }) => !this.#unkept.has(clientMessageId));
    return kept.reduce((sum, { text }) => sum + text.length, 0);
  }

  #keep(entry: OutboxEntry): OutboxEntry {
    this.#order = Math.max(this.#order, entry.order);
    this.#entries.set(entry.clientMessageId, entry);
    return entry;
  }
}
