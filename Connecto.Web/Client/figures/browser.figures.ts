import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { launch } from '../e2e/chromium';
import { people, type Person, planetOf } from '../e2e/people';
import { url } from '../e2e/server';
import { most, percentile, table } from './report';

const loads = 20;
const messages = 200;

let browser: Browser;
let sender: Person;
let reader: Person;
let planetId: string;

beforeAll(async () => {
  browser = await launch();
  [sender, reader] = (await people(2)) as [Person, Person];
  planetId = await planetOf([sender, reader]);
});

afterAll(() => browser.close());

it('a first load of a conversation', async () => {
  const paints: number[] = [];
  const shifts: number[] = [];
  const scripts: number[] = [];
  for (let load = 0; load < loads; load++) {
    const page = await pageOf(sender);
    const bodies: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (/\/assets\/.*\.js$/.test(response.url())) bodies.push(response.body());
    });
    await opens(page);
    await page.waitForLoadState('networkidle');
    const { paint, shift } = await page.evaluate(async () => {
      const moved: (PerformanceEntry & { value: number; hadRecentInput: boolean })[] = [];
      // Observers alone are told what has moved, also before they came.
      new PerformanceObserver((list) => moved.push(...(list.getEntries() as typeof moved))).observe({
        type: 'layout-shift',
        buffered: true,
      });
      await new Promise((told) => setTimeout(told, 200));
      return {
        paint: performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
        shift: moved.filter((one) => !one.hadRecentInput).reduce((sum, { value }) => sum + value, 0),
      };
    });
    paints.push(paint);
    shifts.push(shift);
    scripts.push((await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0));
    await page.context().close();
  }
  table(`${loads} first loads of a conversation`, [
    ['script, KiB by gzip', (most(scripts) / 1024).toFixed(1), '200'],
    ['first contentful paint, ms: p50 / most', `${percentile(paints, 0.5).toFixed(0)} / ${most(paints).toFixed(0)}`, '1000'],
    ['layout shift, most', most(shifts).toFixed(3), '0.05'],
  ]);
});

it('a message in the views of its sender and of another one', async () => {
  const [one, other] = [await pageOf(sender), await pageOf(reader)];
  await Promise.all([opens(one), opens(other)]);
  await Promise.all([watches(one), watches(other)]);
  const own: number[] = [];
  const others: number[] = [];
  const composer = one.getByLabel('Message', { exact: true });
  for (let number = 1; number <= messages; number++) {
    const text = `Figure ${number}.`;
    await composer.fill(text);
    await composer.press('Enter');
    const [pressed, shown, received] = await Promise.all([
      one.evaluate(() => (globalThis as unknown as Watching).pressed),
      seen(one, text),
      seen(other, text),
    ]);
    own.push(shown - pressed);
    others.push(received - pressed);
  }
  const row = (times: number[]) => `${[0.5, 0.95, 1].map((part) => percentile(times, part).toFixed(0)).join(' / ')}`;
  table(`${messages} messages, from the key's press to the frame in which they stand, ms: p50 / p95 / most`, [
    ["in the sender's view", row(own), '50'],
    ["in the other's view", row(others), '100'],
  ]);
});

/** What a page keeps for {@link watches}: when Enter was pressed, and when each text was first in a frame. */
interface Watching {
  pressed: number;
  shown: Map<string, number>;
}

/** A page of a browser that has never been here, logged in and not loaded yet. */
async function pageOf({ userId, token: accessToken }: Person): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1100, height: 700 } });
  const session = { userId, accessToken, refreshToken: '-', expiresAt: Date.now() + 80_000_000 };
  await context.addInitScript((kept) => localStorage.setItem('connecto.session', kept), JSON.stringify(session));
  return context.newPage();
}

async function opens(page: Page): Promise<void> {
  await page.goto(`${url}/chats/${planetId}`);
  await page.getByLabel('Message', { exact: true }).waitFor();
}

/** Times of both pages are of one clock: that of the machine. */
async function watches(page: Page): Promise<void> {
  await page.evaluate(() => {
    const now = () => performance.timeOrigin + performance.now();
    const watching: Watching = Object.assign(globalThis as unknown as Watching, { pressed: 0, shown: new Map() });
    addEventListener('keydown', ({ key }) => key === 'Enter' && (watching.pressed = now()), { capture: true });
    const look = () => {
      for (const { textContent } of document.querySelectorAll('[role=log] .bubble')) {
        const text = textContent.match(/Figure \d+\./)?.[0];
        if (text && !watching.shown.has(text)) {
          watching.shown.set(text, 0);
          // What follows the callbacks of a frame is after it was laid out.
          requestAnimationFrame(() => setTimeout(() => watching.shown.set(text, now())));
        }
      }
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

async function seen(page: Page, text: string): Promise<number> {
  const at = await page.waitForFunction((asked) => (globalThis as unknown as Watching).shown.get(asked), text);
  return (await at.jsonValue()) as number;
}
