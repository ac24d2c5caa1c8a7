import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousIn } from './accessibility';
import { AdminAtPage } from './adminPage';
import { chromiumPath, launch } from './chromium';
import { Clients } from './clients';
import { looks } from './looks';
import { people, planetOf } from './people';
import { rest, until } from './server';

const sizes = { desktop: { width: 1360, height: 900 }, phone: { width: 390, height: 844 } };

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('Each page of the console', () => {
  const clients = new Clients();
  let browser: Browser;
  let planetId: string;
  let userId: string;

  beforeAll(async () => {
    browser = await launch();
    const [sender, reporter] = await people(2);
    userId = sender!.userId;
    planetId = await planetOf([sender!, reporter!], '제주도 여행');
    const send = (text: string) =>
      rest(`planets/${planetId}/messages`, {
        method: 'POST',
        token: sender!.token,
        body: { clientMessageId: crypto.randomUUID(), text },
      });
    await send('여기로 입금하면 반값에 예약해 드려요!');
    await rest(`planets/${planetId}/messages/1/report`, {
      method: 'POST',
      token: reporter!.token,
      body: { reason: '사기로 보여요' },
    });
    await clients.entered(reporter!, planetId);
  });

  afterAll(() => {
    clients.close();
    return browser?.close();
  });

  it.each(looks)('is accessible and can be looked at: $language $colorScheme $size', async (one) => {
    const { language, colorScheme, size } = one;
    const locale = language === 'ko' ? 'ko-KR' : 'en-US';
    const admin = await AdminAtPage.comes(browser, { locale, colorScheme, viewport: sizes[size] });
    const { page } = admin;
    const pages: [string, string, string][] = [
      ['overview', '/admin', '.chart-line[d^=M]'],
      ['performance', '/admin/performance', '.table'],
      ['planets', '/admin/planets', '.row-card'],
      ['planet', `/admin/planets/${planetId}`, '.fact-list'],
      ['users', '/admin/users', '.row-card'],
      ['user', `/admin/users/${userId}`, '.fact-list'],
      ['reports', '/admin/reports', '.reported'],
      ['audit', '/admin/audit', '.entry'],
      ['announcements', '/admin/announcements', '.announce-form'],
    ];
    const serious: string[] = [];
    for (const [name, path, sign] of pages) {
      await admin.opens(path);
      await page.locator(sign).first().waitFor({ state: 'attached' });
      await until(async () => (await page.locator('.waiting').count()) === 0);
      await admin.screenshot(`${language}-${colorScheme}-${size}-${name}`);
      serious.push(...(await seriousIn(page, name)));
      const open = (await page.locator('.sidebar [aria-current]').boundingBox())!;
      expect(open.x >= 0 && open.x + open.width <= sizes[size].width, `${name} is in view among the places`).toBe(true);
      const [wide, fits] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
      expect(wide, `${name} is wider than the window`).toBeLessThanOrEqual(fits);
    }
    await admin.opens('/admin/reports');
    await page.locator('.report button[aria-expanded]').first().click();
    await page.locator('.around').waitFor();
    await admin.screenshot(`${language}-${colorScheme}-${size}-around`);
    serious.push(...(await seriousIn(page, 'around')));
    await admin.opens(`/admin/users/${userId}`);
    await page.locator('.section-buttons .button').first().click();
    await page.getByRole('dialog').waitFor();
    await admin.screenshot(`${language}-${colorScheme}-${size}-ask`);
    serious.push(...(await seriousIn(page, 'ask')));
    expect(serious).toEqual([]);
    await page.context().close();
  });
});
