import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AdminAtPage, named, opened } from './adminPage';
import { chromiumPath, launch } from './chromium';
import { Clients } from './clients';
import { people, planetOf } from './people';
import { english, PersonAtPage } from './person';
import { adminToken, rest, until, url } from './server';

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
    const answers: { path: string; tag: string | undefined; status: number }[] = [];
    const protocol = await page.context().newCDPSession(page);
    const asked = new Map<string, string>();
    // What the browser itself sends and is sent: the page is given what it has kept.
    protocol.on('Network.requestWillBeSent', ({ requestId, request }) => asked.set(requestId, request.url));
    protocol.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode, headers }) => {
      const path = asked.get(requestId);
      if (path) answers.push({ path, tag: headers.etag ?? headers.ETag, status: statusCode });
    });
    await protocol.send('Network.enable');
    await admin.opens('/admin/reports');
    await until(() => answers.some(({ path, status }) => path.includes('/api/v1/admin/') && status === 304));
    await protocol.detach();
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
    const settled = page.getByRole('listitem').filter({ hasText: `warned ${run}` });
    await settled.getByText(text).waitFor();
    await settled.getByRole('button', { name: 'Open again' }).click();
    await page.getByLabel('Note').fill('');
    await page.getByRole('button', { name: 'Cancel' }).focus();
    await admin.confirms('Open again');
    await page.getByRole('tab', { name: 'Open', exact: true }).click();
    await card.waitFor();
    expect(await card.getByText(`warned ${run}`).count()).toBe(0);
  });

  it('keeps what was reported, shows what was said around it, and deletes the message', async () => {
    const { page } = admin;
    const [sender, reporter] = await people(2);
    const planetId = await planetOf([sender!, reporter!], `Around ${run}`);
    const send = (clientMessageId: string, text: string) =>
      rest(`planets/${planetId}/messages`, { method: 'POST', token: sender!.token, body: { clientMessageId, text } });
    await send('1', 'before it');
    await send('2', `Reported words ${run}`);
    await send('3', 'after it');
    await rest(`planets/${planetId}/messages/2/report`, { method: 'POST', token: reporter!.token, body: { reason: `Look ${run}` } });
    await rest(`planets/${planetId}/messages/2`, { method: 'PATCH', token: sender!.token, body: { text: 'harmless' } });

    await admin.opens('/admin/reports');
    const card = page.getByRole('listitem').filter({ hasText: `Look ${run}` });
    await card.getByText(`Reported words ${run}`).waitFor();
    await card.getByText('harmless').waitFor();
    await card.getByText(`Around ${run}, message 2`).waitFor();
    await card.getByRole('button', { name: 'Show what was said around' }).click();
    await card.getByText('before it').waitFor();
    await card.getByText('after it').waitFor();
    await card.getByText('2 versions of the reported message').click();
    await card.getByRole('button', { name: 'Delete the message' }).click();
    expect(await admin.confirms('Delete the message')).toContain('message.delete');

    await card.getByText('The message was deleted since.').waitFor();
    await card.getByText(`Reported words ${run}`).first().waitFor();
    expect(await card.getByRole('button', { name: 'Delete the message' }).count()).toBe(0);
    const { text } = await rest<{ text?: string }>(`planets/${planetId}/messages/2`, { token: sender!.token });
    expect(text).toBeUndefined();
  });

  it('says that another admin has settled a report', async () => {
    const { page } = admin;
    const [sender, reporter] = await people(2);
    const planetId = await planetOf([sender!, reporter!]);
    await rest(`planets/${planetId}/messages`, { method: 'POST', token: sender!.token, body: { clientMessageId: '1', text: 'x' } });
    const { id } = await rest<{ id: string }>(`planets/${planetId}/messages/1/report`, {
      method: 'POST',
      token: reporter!.token,
      body: { reason: `Twice ${run}` },
    });
    const other = await named(`Other admin ${run}`);
    const path = `admin/users/${other.userId}`;
    await rest(path, { method: 'PATCH', token: await adminToken(), body: { roles: ['admin'], password: `other ${run}` } });
    const body = { email: other.email, password: `other ${run}` };
    const { accessToken } = await rest<{ accessToken: string }>('auth/login', { method: 'POST', body });

    await admin.opens('/admin/reports');
    const card = page.getByRole('listitem').filter({ hasText: `Twice ${run}` });
    await card.getByRole('button', { name: 'Dismiss' }).click();
    await rest(`admin/reports/${id}`, { method: 'PATCH', token: accessToken, body: { status: 'resolved' } });
    await page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('Another admin has settled it meanwhile').waitFor();
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
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
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('');
    await person.page.context().close();
  });

  it('announces once where the answer was lost', async () => {
    const { page } = admin;
    const people2 = await people(1);
    const planetId = await planetOf(people2);
    const text = `Only once ${run}`;
    let lost = 0;
    await page.route('**/api/v1/admin/announcements', async (route) => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      await route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"status":503,"code":"unavailable"}' });
    });
    await admin.opens('/admin/announcements');
    await page.getByLabel('Text', { exact: true }).fill(text);
    await page.getByLabel('To whom').selectOption('planet');
    await page.getByLabel('Id of the planet').fill(planetId);
    await page.getByRole('button', { name: 'Announce' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Announce' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Announce' }).click();
    await dialog.locator('.audit-facts').waitFor();
    await page.keyboard.press('Escape');
    await page.unroute('**/api/v1/admin/announcements');

    const planet = await rest<{ headSeq: number }>(`planets/${planetId}`, { token: people2[0]!.token });
    expect([lost, planet.headSeq]).toEqual([2, 1]);
    await until(async () => (await page.getByRole('listitem').filter({ hasText: text }).count()) === 1);
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
    await page.getByRole('link', { name: 'Back to Planets' }).click();
    await page.getByRole('link', { name }).click();
    await page.getByText('Its activation has ended').waitFor();
    expect(await page.getByText('Newest event').count()).toBe(0);
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
    await page.getByLabel('By whom').fill('');
    await page.getByLabel('Action').selectOption('');
    const target = (await page.locator('.entry a', { hasText: 'planet:' }).first().innerText()).trim();
    await page.getByLabel('To what').fill(target);
    await until(async () => {
      const entries = await page.locator('.entry').allInnerTexts();
      return entries.length > 0 && entries.every((text) => text.includes(target));
    });
    expect(new URL(page.url()).searchParams.get('target')).toBe(target);
  });

  it('follows the address with what it searches', async () => {
    const { page } = admin;
    await admin.opens('/admin/users');
    await page.getByRole('searchbox').fill('nobodyhasthisname');
    await page.getByText('Nobody is found by that').waitFor();
    await until(() => new URL(page.url()).search === '?q=nobodyhasthisname');
    await page.getByRole('link', { name: 'Users' }).click();
    await page.locator('.row-card').first().waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
    await page.goBack();
    await page.getByText('Nobody is found by that').waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('nobodyhasthisname');
  });

  it('does not say that it is live while it is offline', async () => {
    const { page } = admin;
    await admin.opens('/admin');
    await page.locator('.live-status[data-live]').waitFor();
    await page.context().setOffline(true);
    await page.getByText('No answer: figures are old').waitFor();
    await page.context().setOffline(false);
    await page.locator('.live-status[data-live]').waitFor();
  });

  it('says why it shows no queries, and asks again', async () => {
    const { page } = admin;
    await page.route('**/api/v1/admin/queries', (route) => route.fulfill({ status: 500, body: '{}' }));
    await admin.opens('/admin/performance');
    await page.getByRole('button', { name: 'Try again' }).first().waitFor();
    await page.unroute('**/api/v1/admin/queries');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByRole('region', { name: 'Queries' }).first().waitFor();
  });

  it('tells what processes tell while PostgreSQL does not answer, and that it does not', async () => {
    const { page } = admin;
    await page.route('**/api/v1/admin/queries', async (route) => {
      const answer = await route.fetch();
      const { database: _, databaseAsOf: __, ...rest } = (await answer.json()) as Record<string, unknown>;
      await route.fulfill({ response: answer, json: rest });
    });
    await page.route('**/api/v1/admin/stats', (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"status":503,"code":"unavailable"}' }),
    );
    await admin.opens('/admin/performance');
    await page.getByText('PostgreSQL does not answer').waitFor();
    await page.getByRole('region', { name: 'Queries' }).first().waitFor();
    expect(await page.getByRole('region', { name: 'Tables' }).count()).toBe(0);
    await page.unroute('**/api/v1/admin/queries');
    await page.unroute('**/api/v1/admin/stats');
    await admin.opens('/admin');
    await page.getByText('PostgreSQL does not answer').waitFor({ state: 'detached' });
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
