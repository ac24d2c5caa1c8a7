import type { SharedStorage } from './sharedStorage.js';

type Watcher = (name: string, value: string | null) => void;

/** For programs outside browsers. It lasts as long as the process. */
export class MemoryStorage implements SharedStorage {
  readonly #watchers = new Set<Watcher>();

  constructor(private readonly shared: Shared = { items: new Map(), tabs: new Set(), locks: new Map() }) {
    shared.tabs.add(this);
  }

  /** What another tab of the same browser would see: the same items, and word of what the others change. */
  tab = (): MemoryStorage => new MemoryStorage(this.shared);

  getItem = (name: string): string | null => this.shared.items.get(name) ?? null;
  names = (): string[] => [...this.shared.items.keys()];

  setItem(name: string, value: string): void {
    this.shared.items.set(name, value);
    this.#tell(name, value);
  }

  removeItem(name: string): void {
    if (this.shared.items.delete(name)) this.#tell(name, null);
  }

  watch(changed: Watcher): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.shared.locks.get(name) ?? Promise.resolve();
    const done = before.then(work);
    this.shared.locks.set(
      name,
      done.catch(() => undefined),
    );
    return done;
  }

  /** Later, as browsers do. */
  #tell(name: string, value: string | null): void {
    queueMicrotask(() => {
      for (const tab of this.shared.tabs) {
        if (tab !== this) for (const changed of [...tab.#watchers]) changed(name, value);
      }
    });
  }
}

interface Shared {
  items: Map<string, string>;
  tabs: Set<MemoryStorage>;
  /** The last work of each name. */
  locks: Map<string, Promise<unknown>>;
}
