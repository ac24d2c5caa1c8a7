/** What the browser says of its network; outside browsers there always is one. */
export const network = {
  isDown: (): boolean => (globalThis.navigator as Navigator | undefined)?.onLine === false,

  /** Calls with each change until the answer is called. */
  watch(changed: (isDown: boolean) => void): () => void {
    if (typeof addEventListener !== 'function') return () => undefined;
    const up = () => changed(false);
    const down = () => changed(true);
    addEventListener('online', up);
    addEventListener('offline', down);
    return () => {
      removeEventListener('online', up);
      removeEventListener('offline', down);
    };
  },
};
