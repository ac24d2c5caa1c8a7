import type { Plugin } from 'vite';

/** While developing, the console's page at all addresses below `/admin`, as the server does it. */
export const consolePage = (): Plugin => ({
  name: 'connecto-console-page',
  configureServer(server) {
    server.middlewares.use((request, _, next) => {
      if (request.headers.accept?.includes('text/html') && /^\/admin(\/|\?|$)/.test(request.url ?? '')) {
        request.url = '/admin.html';
      }
      next();
    });
  },
});
