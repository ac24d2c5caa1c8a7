import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdminAtPage, named } from './adminPage';
import { attacks } from './attacks';
import { chromiumPath, launch } from './chromium';
import { people } from './people';
import { adminToken, rest } from './server';

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('What is hostile, in the console', () => {
  let browser: Browser;
  let page: Page;
  let admin: AdminAtPage;
  let userId: string;
  let email: string;
  let planetId: string;

  beforeAll(async () => {
    browser = await launch();
    const token = await adminToken();
    const user = await named(attacks[1]!);
    const [reporter] = await people(1);
    ({ userId, email } = user);
    const body = { name: attacks[2]!.slice(0, 64), memberIds: [reporter!.userId] };
    planetId = (await rest<{ id: string }>('planets', { method: 'POST', token: user.token, body })).id;
    for (const [i, text] of attacks.entries()) {
      await rest(`planets/${planetId}/messages`, { method: 'POST', token: user.token, body: { clientMessageId: `${i}`, text } });
      const path = `planets/${planetId}/messages/${i + 1}/report`;
      const { id } = await rest<{ id: string }>(path, { method: 'POST', token: reporter!.token, body: { reason: text } });
      await rest(`admin/reports/${id}`, { method: 'PATCH', token, body: { status: 'open', note: text } });
    }
    for (const text of attacks) await rest('admin/announcements', { method: 'POST', token, body: { text, planetId } });
    admin = await AdminAtPage.comes(browser, { locale: 'en-US' });
    page = admin.page;
  });

  afterAll(() => browser?.close());

  it.each([
    ['users', () => `/admin/users?q=${encodeURIComponent(email)}`, '.row-card', attacks[1]!],
    ['a user', () => `/admin/users/${userId}`, '.fact-list', attacks[1]!],
    ['planets', () => '/admin/planets', '.row-card', attacks[2]!.slice(0, 20)],
    ['a planet', () => `/admin/planets/${planetId}`, '.fact-list', attacks[2]!.slice(0, 20)],
    ['reports', () => '/admin/reports', '.report', attacks[0]!],
    ['the audit log', () => `/admin/audit?target=planet:${planetId}`, '.entry', attacks[0]!],
    ['announcements', () => '/admin/announcements', '.entry', attacks[0]!],
  ])('stands as it was written among %s', async (_, path, sign, text) => {
    await admin.opens(path());
    await page.locator(sign).first().waitFor();
    await page.getByText(text, { exact: false }).first().waitFor();
    const around = page.getByRole('button', { name: 'Show what was said around' });
    if (await around.count()) {
      await around.first().click();
      await page.locator('.around').waitFor();
    }
    expect(await page.evaluate(() => 'owned' in window)).toBe(false);
    expect(await page.locator('main :is(script, iframe, b, math, svg[onload], img[onerror], [onmouseover])').count()).toBe(0);
    expect(await page.locator('main a[href^="javascript:"]').count()).toBe(0);
  });

  it('stands in the question before something is done, and in what the log keeps of it', async () => {
    await admin.opens(`/admin/users/${userId}`);
    await page.getByRole('button', { name: 'Ban', exact: true }).click();
    await page.getByRole('dialog').getByText(attacks[1]!).waitFor();
    await admin.confirms('Ban');
    expect(await page.evaluate(() => 'owned' in window)).toBe(false);
  });
});
