import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin, Rolldown } from 'vite';

/** What a first start without a network needs besides what Vite makes. */
const pages = ['/', '/icon.svg', '/manifest.webmanifest'];

/**
 * Writes `sw.js`: it keeps the page and all that Vite has named by its content, and answers with them where the network
 * does not. The console's own files are not among it. What the server says (`/api`, `/hubs` …) is never kept. Another
 * build is another cache, which waits until the user takes it; of the old ones the last stays for tabs that show it.
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
        const ofConsole = onlyOf('console', bundle);
        const assets = Object.keys(bundle)
          .filter((name) => name.startsWith('assets/') && !name.endsWith('.map') && !ofConsole.has(name))
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

/** The files that one entry alone leads to. */
function onlyOf(entry: string, bundle: Rolldown.OutputBundle): Set<string> {
  const entries = Object.values(bundle).filter((file) => file.type === 'chunk' && file.isEntry);
  const reached = (wanted: (name: string) => boolean): Set<string> => {
    const found = new Set<string>();
    const walk = (name: string): void => {
      const file = bundle[name];
      if (!file || found.has(name)) return;
      found.add(name);
      if (file.type !== 'chunk') return;
      [...file.imports, ...file.dynamicImports, ...(file.viteMetadata?.importedCss ?? [])].forEach(walk);
    };
    for (const file of entries) if (file.type === 'chunk' && wanted(file.name)) walk(file.fileName);
    return found;
  };
  const others = reached((name) => name !== entry);
  return new Set([...reached((name) => name === entry)].filter((name) => !others.has(name)));
}
