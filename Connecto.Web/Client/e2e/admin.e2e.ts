import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AdminAtPage, named, opened } from './adminPage';
import { chromiumPath, launch } from './chromium';
import { Clients } from './clients';
import { people, planetOf } from './people';
import { english, PersonAtPage } from './person';
import { rest, until, url } from './server';

const run = Date.now().toString(36);

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('The console', () => {
  const clients = new Clients();
  let browser: Browser;
  let admin: AdminAtPage;

  beforeAll(async () => {
    browser = await launch();
    admin = await AdminAtPage.logsIn(browser);
  });
  afterEach(clients.close);
  afterAll(() => browser?.close());

  it('shows figures that move while messages are sent, without a reload', async () => {
    const { page } = admin;
    await admin.opens('/admin');
    await page.evaluate(() => Object.assign(window, { same: true }));
    const [sender, reader] = await people(2);
    const planetId = await planetOf([sender!, reader!]);
    await clients.entered(reader!, planetId);
    let sent = 0;
    const send = () =>
      rest(`planets/${planetId}/messages`, {
        method: 'POST',
        token: sender!.token,
        body: { clientMessageId: `${++sent}`, text: `message ${sent}` },
      });

    await until(async () => {
      await Promise.all([send(), send(), send(), send()]);
      return (await admin.figure('Messages written')) > 0 && (await admin.figure('Deliveries')) > 0;
    });

    expect(await admin.figure('Connections')).toBeGreaterThan(0);
    expect(await page.evaluate(() => 'same' in window)).toBe(true);
    await page.getByRole('figure', { name: 'Call times' }).getByText('As a table').click();
    await page.getByRole('table').filter({ hasText: 'P99' }).getByRole('row').nth(1).waitFor();
  });

  it('asks again with what it knows, and is answered that nothing changed', async () => {
    const { page } = admin;
    await admin.opens('/admin');
    const again = await page.waitForRequest((request) => request.url().endsWith('/admin/stats'));
    expect((await again.response())!.status()).toBe(200);
    const status = await page.evaluate(async () => {
      const { accessToken } = JSON.parse(localStorage.getItem('connecto.session')!) as { accessToken: string };
      const headers = { authorization: `Bearer ${accessToken}` };
      const first = await fetch('/api/v1/admin/reports?status=dismissed', { headers, cache: 'no-store' });
      const tag = first.headers.get('etag')!;
      const init = { headers: { ...headers, 'if-none-match': tag }, cache: 'no-store' } as const;
      return (await fetch('/api/v1/admin/reports?status=dismissed', init)).status;
    });
    expect(status).toBe(304);
  });

  it('bans a user, whose connection closes', async () => {
    const { page } = admin;
    const user = await named(`Banned ${run}`);
    const client = clients.opened(user);
    await until(() => client.status.value === 'live');

    await admin.opens('/admin/users');
    await page.getByRole('searchbox').fill(user.displayName);
    await page.getByRole('link', { name: user.email }).click();
    await page.getByRole('button', { name: 'Ban', exact: true }).click();
    const kept = await admin.confirms('Ban');

    expect(kept).toContain('user.change');
    expect(kept).toContain(`user:${user.userId}`);
    await until(() => client.status.value !== 'live');
    await expect(rest('me', { token: user.token })).rejects.toMatchObject({ status: 401 });
    await page.getByRole('button', { name: 'Lift the ban' }).waitFor();
    await page.getByRole('button', { name: 'Lift the ban' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('Banned since').waitFor();
    await until(() => page.getByRole('button', { name: 'Lift the ban' }).evaluate((button) => button === document.activeElement));
  });

  it('settles a report with the message in sight', async () => {
    const { page } = admin;
    const [sender, reporter] = await people(2);
    const planetId = await planetOf([sender!, reporter!]);
    const text = `Buy cheap <b>watches</b> ${run}`;
    await rest(`planets/${planetId}/messages`, { method: 'POST', token: sender!.token, body: { clientMessageId: '1', text } });
    await rest(`planets/${planetId}/messages/1/report`, { method: 'POST', token: reporter!.token, body: { reason: `Spam ${run}` } });

    await admin.opens('/admin/reports');
    const card = page.getByRole('listitem').filter({ hasText: `Spam ${run}` });
    await card.getByText(text).waitFor();
    await card.getByRole('button', { name: 'Resolve' }).click();
    await page.getByLabel('Note').fill(`warned ${run}`);
    await page.getByRole('button', { name: 'Cancel' }).focus();
    expect(await admin.confirms('Resolve')).toContain('report.change');

    await card.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Resolved' }).click();
    await page.getByRole('listitem').filter({ hasText: `warned ${run}` }).getByText(text).waitFor();
  });

  it('tells everybody what a user then sees', async () => {
    const { page } = admin;
    const [user] = await people(1);
    const person = await PersonAtPage.comes(browser, user!, english, { locale: 'en-US' });
    await person.seesConnection('live');
    const text = `Maintenance at noon ${run}`;

    await admin.opens('/admin/announcements');
    await page.getByLabel('Text', { exact: true }).fill(text);
    await page.getByRole('button', { name: 'Announce' }).click();
    expect(await admin.confirms('Announce')).toContain('announcement.make');

    await person.page.getByText(text).first().waitFor();
    await page.getByRole('listitem').filter({ hasText: text }).waitFor();
    await person.page.context().close();
  });

  it('looks into a planet and ends its activation', async () => {
    const { page } = admin;
    const name = `Orbit ${run}`;
    const planetId = await planetOf(await people(2), name);

    await admin.opens('/admin/planets');
    await page.getByRole('searchbox').fill(name);
    await page.getByRole('link', { name }).click();
    await page.getByText('Newest event').waitFor();
    await page.getByRole('button', { name: 'Deactivate' }).click();
    expect(await admin.confirms('Deactivate')).toContain(`planet:${planetId}`);
    await page.getByText('Its activation has ended').waitFor();
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByText('Newest event').waitFor();
  });

  it('keeps what was done, to be filtered', async () => {
    const { page } = admin;
    await admin.opens('/admin/audit');
    await page.getByLabel('Action').selectOption('planet.deactivate');
    await until(async () => {
      const shown = await page.locator('.entry code').allInnerTexts();
      return shown.length > 0 && shown.every((text) => text === 'planet.deactivate');
    });
    expect(new URL(page.url()).search).toBe('?action=planet.deactivate');
    await page.getByLabel('By whom').fill('1');
    await page.getByText('Nothing of that kind was done').waitFor();
  });

  it('refuses who is no admin, and shows him nothing', async () => {
    const [user] = await people(1);
    const page = await opened(browser, user!, { locale: 'en-US' }, '/admin/users');
    await page.getByText('This is for admins').waitFor();
    expect(await page.locator('.console').count()).toBe(0);
    await page.context().close();
  });

  it('is no part of what the chat loads, and needs no page of it', async () => {
    const page = await (await browser.newContext()).newPage();
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    await page.goto(url, { waitUntil: 'networkidle' });
    const worker = await (await fetch(`${url}/sw.js`)).text();
    const console = await (await fetch(`${url}/admin`)).text();
    const entry = /src="(\/assets\/console[^"]+)"/.exec(console)![1]!;
    expect(loaded).not.toContain(entry);
    expect(worker).not.toContain(entry);
    await page.context().close();
  });
});
