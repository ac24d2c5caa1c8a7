import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium';
import { people, type Person, planetOf } from './people';
import { english, PersonAtPage } from './person';
import { rest, until } from './server';

/** How many messages the planet has; the long suites ask for 100,000. */
const many = Number(process.env.CONNECTO_LONG_LOG ?? 3_000);
const atOnce = 64;
const mostRows = 500;

describe.skipIf(!chromiumPath && process.env.CI !== 'true')(`A planet of ${many} messages`, () => {
  let browser: Browser;
  let page: Page;
  let reader: PersonAtPage;
  let planetId: string;
  let writer: Person;

  beforeAll(async () => {
    browser = await launch();
    const [first, second] = await people(2);
    writer = first!;
    planetId = await planetOf([writer, second!], 'Long way');
    let next = 1;
    const write = async () => {
      while (next <= many) await say(next++);
    };
    await Promise.all(Array.from({ length: atOnce }, write));
    await rest(`planets/${planetId}/read`, { method: 'POST', token: second!.token, body: { seq: many } });
    reader = await PersonAtPage.comes(browser, second!, english, { locale: 'en-US' }, `/chats/${planetId}`);
    page = reader.page;
  }, 1_200_000);

  afterAll(() => browser?.close());

  const say = (number: number) => {
    const text = `Message ${number}\n`.repeat(1 + (number % 4)).trim();
    const body = { clientMessageId: `long-${number}`, text };
    return rest(`planets/${planetId}/messages`, { method: 'POST', token: writer.token, body });
  };
  const rows = () => page.locator('.log [data-seq]').count();
  const shownSeqs = () =>
    page.locator('.log').evaluate((log) => {
      const { top, bottom } = log.getBoundingClientRect();
      return [...log.querySelectorAll<HTMLElement>('[data-seq]')]
        .filter((row) => row.getBoundingClientRect().bottom > top && row.getBoundingClientRect().top < bottom)
        .map((row) => Number(row.dataset.seq));
    });

  it('opens at its end', async () => {
    await until(async () => (await shownSeqs()).includes(many));
    expect(await rows()).toBeLessThanOrEqual(mostRows);
  });

  it('is scrolled through without a jump and with few elements', async () => {
    const goal = Math.max(1, many - Math.min(many, 10_000) + 1);
    await page.locator('.log').hover();
    let lowest = many;
    while (lowest > goal) {
      const before = await shownSeqs();
      await page.mouse.wheel(0, -650);
      await until(async () => (await shownSeqs())[0] !== before[0] || before[0] === goal);
      const after = await shownSeqs();
      // A step of less than the view's height leaves some of what was seen in it, or right beside it.
      expect(Math.abs(after.at(-1)! - before[0]!)).toBeLessThan(40);
      expect(await rows()).toBeLessThanOrEqual(mostRows);
      lowest = Math.min(lowest, after[0]!);
    }
  }, 900_000);

  it('keeps its place when older messages come before it', async () => {
    const [first] = await shownSeqs();
    const place = () => page.locator(`.log [data-seq="${first}"]`).evaluate((row) => row.getBoundingClientRect().top);
    const before = await place();
    await say(many + 1);
    await until(async () => (await page.getByRole('button', { name: 'Jump to latest' }).innerText()).includes('1'));
    expect(Math.abs((await place()) - before)).toBeLessThan(2);
  });

  it('jumps to its end, and to a message by its link', async () => {
    await page.getByRole('button', { name: 'Jump to latest' }).click();
    await until(async () => (await shownSeqs()).includes(many + 1));
    const middle = Math.floor(many / 2);
    await page.goto(new URL(`/chats/${planetId}/${middle}`, page.url()).href);
    await until(async () => (await shownSeqs()).includes(middle));
    expect(await rows()).toBeLessThanOrEqual(mostRows);
  });
});
