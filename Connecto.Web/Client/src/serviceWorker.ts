/** The offline shell; `build/offlineShell.ts` writes what runs there. Absent while developing and on pages without TLS. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  addEventListener('load', () => {
    // Without it everything works but an offline start.
    navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  });
}
