import { describe, expect, it, vi } from 'vitest';
import { Drafts } from '../outbox/drafts.js';
import { exclusively } from './exclusively.js';
import { MemoryStorage } from './memoryStorage.js';
import type { SharedStorage } from './sharedStorage.js';

/** As a browser's on a page without TLS, which has no locks. */
const withoutLocks = (storage: MemoryStorage): SharedStorage => ({
  getItem: storage.getItem,
  setItem: (name, value) => storage.setItem(name, value),
  removeItem: (name) => storage.removeItem(name),
  names: storage.names,
  watch: (changed) => storage.watch(changed),
});

/** The same, where what another tab writes is seen late: each tab's first look finds nothing. */
function seeingLate(storage: MemoryStorage): SharedStorage {
  let looks = 0;
  return { ...withoutLocks(storage), getItem: (name) => (looks++ === 0 ? null : storage.getItem(name)) };
}

describe('work that one tab does at a time', () => {
  it.each([
    ['by locks', (storage: MemoryStorage): SharedStorage => storage],
    ['by leases', withoutLocks],
    ['by leases that are seen late', seeingLate],
  ])('is never done by two, also after a failure (%s)', async (_, as) => {
    const storage = new MemoryStorage();
    let [now, most, done] = [0, 0, 0];
    const work = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now--;
      if (++done === 2) throw new Error('failed');
      return done;
    };
    const tabs = [1, 2, 3, 4].map(() => exclusively(as(storage.tab()), 'name', work));
    const results = await Promise.allSettled(tabs);
    expect(most).toBe(1);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(storage.names()).toEqual([]);
  });

  it('is taken over from a tab that was closed', async () => {
    const storage = new MemoryStorage();
    storage.setItem('name.lease', JSON.stringify({ owner: 'gone', until: Date.now() + 200 }));
    await expect(exclusively(withoutLocks(storage), 'name', async () => 'done')).resolves.toBe('done');
  });
});

describe('drafts', () => {
  it('are kept over a reload, and the same in all tabs', async () => {
    const storage = new MemoryStorage();
    const [here, there] = [new Drafts(storage, '1'), new Drafts(storage.tab(), '1')];
    const seen = there.of('9');
    here.set('9', { text: '제주', replyToSeq: 3 });
    await vi.waitFor(() => expect(seen.value).toEqual({ text: '제주', replyToSeq: 3 }));
    expect(new Drafts(storage.tab(), '1').of('9').value.text).toBe('제주');
    expect(new Drafts(storage.tab(), '2').of('9').value.text).toBe('');
    expect(here.planets()).toEqual(['9']);

    there.set('9', { text: '' });
    await vi.waitFor(() => expect(here.of('9').value).toEqual({ text: '' }));
    expect(here.planets()).toEqual([]);
  });
});
