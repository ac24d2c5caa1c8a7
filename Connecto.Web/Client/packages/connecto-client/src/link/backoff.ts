const firstMs = 250;
const longestMs = 5_000;

/** How long to wait before attempt `n` (0 is the first retry): doubling, bounded, and spread so that clients differ. */
export const backoffMs = (n: number, random: () => number = Math.random): number =>
  Math.min(firstMs * 2 ** Math.min(n, 16), longestMs) * (0.5 + random() / 2);

export const delay = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
