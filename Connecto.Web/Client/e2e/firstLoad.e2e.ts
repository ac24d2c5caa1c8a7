import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium';
import { people, planetOf } from './people';
import { until, url } from './server';

const mostScript = 200 * 1024;
const mostShift = 0.05;

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('A first load', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(() => browser?.close());

  it('of a conversation takes little script, and moves nothing that is in view', async () => {
    const [me, other] = await people(2);
    const planetId = await planetOf([me!, other!]);
    const context = await browser.newContext();
    const session = { userId: me!.userId, accessToken: me!.token, refreshToken: '-', expiresAt: Date.now() + 80_000_000 };
    await context.addInitScript((kept) => localStorage.setItem('connecto.session', kept), JSON.stringify(session));
    const page = await context.newPage();
    const scripts = new Map<string, Promise<number>>();
    page.on('response', (response) => {
      if (/\/assets\/.*\.js$/.test(response.url())) {
        scripts.set(response.url(), response.body().then((body) => gzipSync(body).length));
      }
    });
    await page.goto(`${url}/chats/${planetId}`);
    await page.getByLabel('Message', { exact: true }).waitFor();
    await page.waitForLoadState('networkidle');
    const sizes = await Promise.all(scripts.values());
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(mostScript);
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            const entries = list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[];
            resolve(entries.filter((each) => !each.hadRecentInput).reduce((sum, { value }) => sum + value, 0));
          }).observe({ type: 'layout-shift', buffered: true });
          // Where nothing moved, nothing is told.
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
        }),
    );
    expect(shift).toBeLessThanOrEqual(mostShift);
  });

  it('is enough to start without a network, and keeps nothing of what the server says', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const kept = () =>
      page.evaluate(async () => {
        const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        const requests = await Promise.all(caches_.map((each) => each.keys()));
        return requests.flat().map((request) => new URL(request.url).pathname);
      });
    await until(async () => (await kept()).includes('/'));
    expect((await kept()).filter((path) => path.startsWith('/api') || path.startsWith('/hubs'))).toEqual([]);
    await context.setOffline(true);
    await page.goto(`${url}/chats`);
    await page.getByRole('button', { name: 'Log in', exact: true }).waitFor();
  });
});
