/**
 * Where a user's tabs keep what they share: the session, the outbox and the drafts. It answers at once, so what was
 * written is there even when the page is closed the moment after.
 */
export interface SharedStorage {
  getItem(name: string): string | null;
  /** May throw where there is no more room. */
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
  names(): string[];
  /** Calls with what another tab has changed, in its order, until the answer is called. */
  watch(changed: (name: string, value: string | null) => void): () => void;
  /** Does `work` while no other tab does work of this name. Without it, leases that are written as items do the same. */
  exclusively?<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** The browser's `localStorage`, which is shared by all tabs of the site and outlasts them. */
export class BrowserStorage implements SharedStorage {
  getItem = (name: string): string | null => localStorage.getItem(name);
  setItem = (name: string, value: string): void => localStorage.setItem(name, value);
  removeItem = (name: string): void => localStorage.removeItem(name);
  names = (): string[] => Object.keys(localStorage);

  /** The browser's locks are absent on pages without TLS. */
  exclusively =
    (navigator.locks as LockManager | undefined) &&
    (<T>(name: string, work: () => Promise<T>): Promise<T> => navigator.locks.request(name, work) as Promise<T>);

  watch(changed: (name: string, value: string | null) => void): () => void {
    const told = ({ key, newValue, storageArea }: StorageEvent) => {
      if (key !== null && storageArea === localStorage) changed(key, newValue);
    };
    addEventListener('storage', told);
    return () => removeEventListener('storage', told);
  }
}
