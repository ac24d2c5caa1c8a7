import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium';
import { people, planetOf } from './people';
import { english, PersonAtPage } from './person';
import { until } from './server';

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('Somebody without a mouse', () => {
  let browser: Browser;
  let ann: PersonAtPage;
  let bob: PersonAtPage;

  beforeAll(async () => {
    browser = await launch();
    const [first, second] = await people(2);
    await planetOf([first!, second!], 'Ferry');
    const planetId = await planetOf([first!, second!], 'Harbour');
    ann = await PersonAtPage.comes(browser, first!, english, { locale: 'en-US' });
    bob = await PersonAtPage.comes(browser, second!, english, { locale: 'en-US' }, `/chats/${planetId}`);
  });

  afterAll(() => browser?.close());

  const focused = () => ann.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  const title = () => ann.page.locator('.talk-title h2').innerText();

  it('goes to a chat by the palette, and from chat to chat', async () => {
    const { page } = ann;
    await page.locator('.inbox-row').nth(1).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('harb');
    await page.getByRole('option', { name: 'Harbour' }).waitFor();
    await page.keyboard.press('Enter');
    await until(async () => (await title()) === 'Harbour' && (await focused()) === english.message);
    await page.keyboard.press('Alt+ArrowDown');
    await until(async () => (await title()) === 'Ferry');
    await page.keyboard.press('Alt+ArrowUp');
    await until(async () => (await title()) === 'Harbour');
  });

  it('writes, answers, changes and deletes', async () => {
    const { page } = ann;
    await ann.composer.focus();
    await page.keyboard.type('The ship leaves at six');
    await page.keyboard.press('Enter');
    await bob.sees('leaves at six');
    await bob.says('Which pier?');
    await ann.sees('Which pier?');

    await ann.page.getByRole('log').focus();
    await page.keyboard.press('ArrowUp');
    await until(() => page.evaluate(() => document.activeElement?.textContent?.includes('Which pier?') ?? false));
    await page.keyboard.press('r');
    await until(async () => (await focused()) === english.message);
    await page.keyboard.type('Pier 4');
    await page.keyboard.press('Enter');
    await bob.sees('Pier 4');
    expect(await bob.messages('Pier 4').locator('.quote').innerText()).toContain('Which pier?');

    await until(async () => (await ann.messages('Pier 4').getAttribute('data-seq')) !== null);
    await page.keyboard.press('ArrowUp');
    await until(async () => (await ann.composer.inputValue()) === 'Pier 4');
    await page.keyboard.type(' of course');
    await page.keyboard.press('Enter');
    await bob.sees('Pier 4 of course');

    await page.getByRole('log').focus();
    await page.keyboard.press('ArrowUp');
    await until(() => page.evaluate(() => document.activeElement?.textContent?.includes('of course') ?? false));
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Tab');
    await until(async () => {
      const isThere = await page.evaluate(() => document.activeElement?.textContent === 'Delete');
      if (!isThere) await page.keyboard.press('Tab');
      return isThere;
    });
    await page.keyboard.press('Enter');
    await bob.sees(english.deleted);
  });

  it('finds the list of keys, and leaves it', async () => {
    const { page } = ann;
    await page.getByRole('log').focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('hears new messages of others, once each', async () => {
    await bob.says('Announce me');
    await until(async () => (await ann.page.locator('[data-announced]').innerText()).includes('Announce me'));
    expect(await ann.page.getByRole('log').getAttribute('aria-live')).toBe('off');
  });
});
