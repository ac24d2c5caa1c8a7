import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** What a first start without a network needs besides what Vite makes. */
const pages = ['/', '/icon.svg', '/manifest.webmanifest'];

/**
 * Writes `sw.js`: it keeps the page and all that Vite has named by its content, and answers with them where the network
 * does not. What the server says (`/api`, `/hubs` …) is never kept. Another build is another cache; the old one goes.
 */
export function offlineShell(): Plugin {
  return {
    name: 'connecto-offline-shell',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      // Vite takes the empty scripts of styles out of the bundle before.
      order: 'post',
      handler(_, bundle) {
        const assets = Object.keys(bundle)
          .filter((name) => name.startsWith('assets/') && !name.endsWith('.map'))
          .map((name) => `/${name}`)
          .sort();
        const version = createHash('sha256').update(assets.join()).digest('hex').slice(0, 16);
        const worker = readFileSync(new URL('./serviceWorker.js', import.meta.url), 'utf8');
        const source = worker
          .replace('__VERSION__', JSON.stringify(version))
          .replace('__SHELL__', JSON.stringify([...pages, ...assets]));
        this.emitFile({ type: 'asset', fileName: 'sw.js', source });
      },
    },
  };
}
