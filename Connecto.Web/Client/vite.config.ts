import react from '@vitejs/plugin-react';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { consolePage } from './build/consolePage.ts';
import { offlineShell } from './build/offlineShell.ts';

const server = process.env.CONNECTO_URL ?? 'http://127.0.0.1:5080';
/** Where the tests' results go in JUnit's form, besides the terminal. */
const junit = process.env.JUNIT_FILE;

/** The workspace's packages are taken as they are written, not as they were last built. */
const source = 'connecto-source';
const ofTests = { ssr: { resolve: { conditions: [source, ...defaultServerConditions] } } };

const unit = { name: 'unit', include: ['packages/*/src/**/*.test.ts', 'src/**/*.test.ts', 'deploy/*.test.ts'] };
const e2e = {
  name: 'e2e',
  include: ['e2e/**/*.e2e.ts'],
  // They share one server, which some of them kill.
  fileParallelism: false,
  testTimeout: 180_000,
  hookTimeout: 180_000,
};

/** What a browser takes; prints it and holds nothing against it. */
const figures = { ...e2e, name: 'figures', include: ['figures/*.figures.ts'] };

export default defineConfig({
  base: '/',
  plugins: [react(), consolePage(), offlineShell()],
  resolve: { conditions: [source, ...defaultClientConditions] },
  build: {
    outDir: '../wwwroot',
    emptyOutDir: true,
    rolldownOptions: { input: { client: 'index.html', console: 'admin.html' } },
  },
  server: {
    proxy: {
      '/api': server,
      '/health': server,
      '/hubs': { target: server, ws: true },
    },
  },
  test: {
    reporters: junit ? ['default', 'junit'] : ['default'],
    outputFile: junit ? { junit } : {},
    projects: [
      { ...ofTests, test: unit },
      { ...ofTests, test: e2e },
      { ...ofTests, test: figures },
    ],
  },
});
