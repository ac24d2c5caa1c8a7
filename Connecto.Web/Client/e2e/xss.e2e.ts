import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attacks } from './attacks';
import { chromiumPath, launch } from './chromium';
import { people } from './people';
import { english, PersonAtPage } from './person';
import { rest } from './server';

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('What is hostile', () => {
  let browser: Browser;
  let page: Page;
  let reader: PersonAtPage;

  beforeAll(async () => {
    browser = await launch();
    const [victim, attacker] = await people(2);
    const name = '<img src=x onerror=window.owned=1>';
    const token = attacker!.token;
    await rest('me', { method: 'PATCH', token, body: { displayName: name } });
    const body = { name: '<svg onload=window.owned=1>', memberIds: [victim!.userId] };
    const { id } = await rest<{ id: string }>('planets', { method: 'POST', token, body });
    for (const [i, text] of attacks.entries()) {
      const message = { clientMessageId: `x${i}`, text, ...(i > 0 && { replyToSeq: i }) };
      await rest(`planets/${id}/messages`, { method: 'POST', token, body: message });
    }
    await rest(`planets/${id}/pins/1`, { method: 'PUT', token });
    await rest('travels', { method: 'POST', token, body: { title: '<img src=x onerror=window.owned=1>', visibility: 'public' } });
    reader = await PersonAtPage.comes(browser, victim!, english, { locale: 'en-US' }, `/chats/${id}`);
    page = reader.page;
  });

  afterAll(() => browser?.close());

  const owned = () => page.evaluate(() => 'owned' in window);
  const foreign = () => page.locator('.log :is(script, iframe, img, b, details, math), .inbox :is(img, script)').count();

  it('stands in the conversation as it was written', async () => {
    await reader.sees('window.owned');
    await reader.sees('constructor.constructor');
    for (const text of [attacks[0]!, attacks[2]!, attacks[13]!]) {
      await page.getByRole('log').evaluate((log) => (log.scrollTop = 0));
      await page.locator('.bubble', { hasText: text.slice(0, 24) }).first().waitFor();
      await page.getByRole('log').evaluate((log) => (log.scrollTop = log.scrollHeight));
    }
    for (const link of await page.locator('.log .bubble a').all()) {
      expect(await link.getAttribute('href')).toMatch(/^https?:/);
      expect(await link.getAttribute('rel')).toContain('noopener');
    }
    expect(await foreign()).toBe(0);
    expect(await owned()).toBe(false);
  });

  it.each(['Pins', 'Members', 'Search here', 'Settings'])('stands beside it as it was written: %s', async (panel) => {
    await page.locator('.talk-head').getByRole('button', { name: panel, exact: true }).click();
    await page.getByRole('complementary', { name: panel }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.locator('.panel :is(img, svg[onload], script)').count()).toBe(0);
    expect(await owned()).toBe(false);
  });

  it('stands in lists of travels and people as it was written', async () => {
    await page.goto(new URL('/travels', page.url()).href);
    await page.getByRole('tab', { name: 'Newest' }).click();
    await page.getByText('<img src=x onerror=window.owned=1>').first().waitFor();
    expect(await page.locator('.page img').count()).toBe(0);
    await page.goto(new URL('/people', page.url()).href);
    await page.getByRole('searchbox').fill('img');
    await page.locator('.person').first().waitFor();
    expect(await page.locator('.page img').count()).toBe(0);
    expect(await owned()).toBe(false);
  });
});
