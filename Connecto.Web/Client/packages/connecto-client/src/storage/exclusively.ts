import { delay } from '../link/backoff.js';
import { newClientMessageId } from '../newClientMessageId.js';
import type { SharedStorage } from './sharedStorage.js';

/** How long a lease lasts that is not renewed, in milliseconds: as long as the others wait for a tab that was closed. */
const leaseMs = 8_000;
/** Two tabs that took a lease at once have both written it after this time; the later one has it. */
const settleMs = 60;

/** Does `work` while no other tab that shares `storage` does work of this name. */
export function exclusively<T>(storage: SharedStorage, name: string, work: () => Promise<T>): Promise<T> {
  return storage.exclusively ? storage.exclusively(name, work) : underLease(storage, `${name}.lease`, work);
}

async function underLease<T>(storage: SharedStorage, name: string, work: () => Promise<T>): Promise<T> {
  const owner = newClientMessageId();
  const write = () => storage.setItem(name, JSON.stringify({ owner, until: Date.now() + leaseMs }));
  for (;;) {
    if (!isHeld(storage, name)) {
      write();
      await delay(settleMs);
      if (holder(storage, name)?.owner === owner) break;
    }
    await delay(settleMs);
  }
  const renewing = setInterval(write, leaseMs / 4);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
    storage.removeItem(name);
  }
}

const isHeld = (storage: SharedStorage, name: string): boolean => (holder(storage, name)?.until ?? 0) > Date.now();

function holder(storage: SharedStorage, name: string): { owner: string; until: number } | null {
  const text = storage.getItem(name);
  return text ? (JSON.parse(text) as { owner: string; until: number }) : null;
}
