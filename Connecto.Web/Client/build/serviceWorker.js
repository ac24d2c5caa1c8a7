const cacheName = `connecto-${__VERSION__}`;
const shell = __SHELL__;
const server = ['/api', '/hubs', '/health', '/metrics', '/openapi', '/swagger', '/admin'];

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(shell)),
  );
});

// Whoever has the page open says when the new version may come.
self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  const clean = async () => {
    // The version before stays, for tabs that still show it: what they load later is nowhere else.
    const others = (await caches.keys()).filter((name) => name !== cacheName);
    await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (server.some((path) => pathname === path || pathname.startsWith(`${path}/`))) return;
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match('/')));
  else if (pathname.startsWith('/assets/')) event.respondWith(kept(request));
});

/** What is named by its content never changes. */
async function kept(request) {
  return (await caches.match(request)) ?? fetch(request);
}
