import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium';
import { Clients, texts } from './clients';
import { people, type Person, planetOf } from './people';
import { english, PersonAtPage } from './person';
import { until, url } from './server';

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('Two tabs of one browser', () => {
  const clients = new Clients();
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(async () => {
    clients.close();
    await browser?.close();
  });

  const fieldOf = (page: Page) => page.getByLabel(english.message, { exact: true });

  async function twoTabs() {
    const [me, other] = (await people(2)) as [Person, Person];
    const planetId = await planetOf([me, other]);
    const here = await PersonAtPage.comes(browser, me, english, { locale: 'en-US' }, `/chats/${planetId}`);
    await here.composer.waitFor();
    const there = await here.page.context().newPage();
    await there.goto(here.page.url());
    await fieldOf(there).waitFor();
    return { me, other, planetId, here, there };
  }

  it('send each message once, also those of a tab that is closed while it sends', async () => {
    const { other, planetId, here, there } = await twoTabs();
    const reader = await clients.entered(other, planetId);
    const context = here.page.context();
    await context.setOffline(true);
    const all = Array.from({ length: 30 }, (_, i) => `message ${i + 1}`);
    for (const text of all) {
      await here.composer.fill(text);
      await here.composer.press('Enter');
    }
    await until(async () => (await there.locator('.pending').count()) > 0);
    await context.setOffline(false);
    await until(() => texts(reader).length > 0);
    await here.page.close();
    await until(() => texts(reader).length >= all.length);
    expect(texts(reader)).toEqual(all);
    await until(async () => (await there.locator('.pending').count()) === 0);
    await context.close();
  });

  it('show the draft that was written last, and it is gone in both once it was sent', async () => {
    const { here, there } = await twoTabs();
    await here.composer.fill('begun here');
    await until(async () => (await fieldOf(there).inputValue()) === 'begun here');
    await fieldOf(there).fill('begun here, ended there');
    await until(async () => (await here.composer.inputValue()) === 'begun here, ended there');
    await here.composer.press('Enter');
    await until(async () => (await fieldOf(there).inputValue()) === '');
    await here.page.context().close();
  });

  it('are logged out together', async () => {
    const person = await PersonAtPage.opens(browser, 'Ann', english, { locale: 'en-US' });
    await person.registers();
    const there = await person.page.context().newPage();
    await there.goto(`${url}/settings`);
    await there.getByRole('button', { name: english.logOut }).click();
    await person.page.getByRole('button', { name: english.logIn, exact: true }).waitFor();
    await person.page.context().close();
  });

  it('renew an expired session once, and go on without losing or doubling', async () => {
    const person = await PersonAtPage.opens(browser, 'Bora', english, { locale: 'en-US' });
    await person.registers();
    await person.creates('Renewed');
    const context = person.page.context();
    await person.says('before');
    await person.sees('before');
    let renewed = 0;
    context.on('request', (request) => void (renewed += request.url().endsWith('/auth/refresh') ? 1 : 0));
    await person.page.evaluate(() => {
      const kept = JSON.parse(localStorage.getItem('connecto.session')!);
      localStorage.setItem('connecto.session', JSON.stringify({ ...kept, expiresAt: 0 }));
    });
    const tabs = await Promise.all([context.newPage(), context.newPage()]);
    await Promise.all(tabs.map((tab) => tab.goto(person.page.url())));
    for (const tab of tabs) await tab.locator('[data-seq]', { hasText: 'before' }).waitFor();
    await fieldOf(tabs[0]!).fill('after');
    await fieldOf(tabs[0]!).press('Enter');
    for (const tab of [person.page, ...tabs]) {
      await tab.locator('[data-seq]', { hasText: 'after' }).waitFor();
      expect(await tab.locator('article', { hasText: 'after' }).count()).toBe(1);
    }
    expect(renewed).toBe(1);
    await context.close();
  });
});
