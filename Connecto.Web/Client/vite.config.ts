import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.CONNECTO_URL ?? 'http://127.0.0.1:5080';
/** Where the tests' results go in JUnit's form, besides the terminal. */
const junit = process.env.JUNIT_FILE;

const unit = { name: 'unit', include: ['src/**/*.test.ts', 'deploy/*.test.ts'] };
const e2e = {
  name: 'e2e',
  include: ['e2e/**/*.e2e.ts'],
  // They share one server, which some of them kill.
  fileParallelism: false,
  testTimeout: 180_000,
  hookTimeout: 180_000,
};

export default defineConfig({
  base: '/',
  plugins: [react()],
  build: { outDir: '../wwwroot', emptyOutDir: true },
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
    projects: [{ test: unit }, { test: e2e }],
  },
});
