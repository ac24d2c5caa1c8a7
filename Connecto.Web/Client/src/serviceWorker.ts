import { Cell } from '@connecto/client';

/** Whether another version of the client is there than the one that is shown. */
export const hasUpdate = new Cell(false);

let registration: ServiceWorkerRegistration | undefined;

/** The offline shell; `build/offlineShell.ts` writes what runs there. Absent while developing and on pages without TLS. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  // Another tab took the new version; this one goes on showing the one before until it is loaded again.
  const wasControlled = serviceWorker.controller !== null;
  serviceWorker.addEventListener('controllerchange', () => wasControlled && hasUpdate.set(true));
  // Without it everything works but an offline start. What is in view comes first.
  const register = () => void serviceWorker.register('/sw.js').then(watch, () => undefined);
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}

/** Asks the server whether it has another version. */
export const lookForUpdate = (): void => void registration?.update().catch(() => undefined);

/** Shows the new version. */
export function takeUpdate(): void {
  const waiting = registration?.waiting;
  if (!waiting) return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage('take over');
}

function watch(registered: ServiceWorkerRegistration): void {
  registration = registered;
  const look = () => {
    // The first one of all updates nothing.
    if (registered.waiting && navigator.serviceWorker.controller) hasUpdate.set(true);
  };
  look();
  registered.addEventListener('updatefound', () => registered.installing?.addEventListener('statechange', look));
}
