import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium';
import { DeployedAnew } from './deployedAnew';
import { people, type Person, planetOf } from './people';
import { english, PersonAtPage } from './person';
import { until } from './server';

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('A new version of the client', () => {
  let browser: Browser;
  let deployed: DeployedAnew;

  beforeAll(async () => {
    [browser, deployed] = await Promise.all([launch(), DeployedAnew.start()]);
  });

  afterAll(async () => {
    await browser?.close();
    deployed?.close();
  });

  it('is offered while the page is open, and comes when it is taken, with what was being written', async () => {
    const [me] = (await people(1)) as [Person];
    const planetId = await planetOf([me]);
    const options = { locale: 'en-US' };
    const person = await PersonAtPage.comes(browser, me, english, options, '/');
    const { page } = person;
    await page.goto(`${deployed.url}/chats/${planetId}`);
    await person.composer.waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null));
    await person.composer.fill('not yet sent');
    expect(await page.locator('.update').innerText()).toBe('');

    deployed.deploy();
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.getByText('A new version is ready.').waitFor();
    await person.screenshot('update');
    await page.evaluate(() => Object.assign(window, { isOld: true }));
    await page.getByRole('button', { name: 'Reload' }).click();
    await until(() => page.evaluate(() => !('isOld' in window)));
    await person.composer.waitFor();
    expect(await person.composer.inputValue()).toBe('not yet sent');
    expect(await page.locator('.update').innerText()).toBe('');
  });
});
