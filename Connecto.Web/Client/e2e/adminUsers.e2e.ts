import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AdminAtPage, named, opened } from './adminPage';
import { chromiumPath, launch } from './chromium';
import { Clients } from './clients';
import { newEmail } from './people';
import { rest, until } from './server';

const run = Date.now().toString(36);

interface Grant {
  accessToken: string;
}

describe.skipIf(!chromiumPath && process.env.CI !== 'true')("A user's page in the console", () => {
  const clients = new Clients();
  let browser: Browser;
  let admin: AdminAtPage;

  beforeAll(async () => {
    browser = await launch();
    admin = await AdminAtPage.logsIn(browser);
  });
  afterEach(clients.close);
  afterAll(() => browser?.close());

  const logsIn = (email: string, password: string) =>
    rest<Grant>('auth/login', { method: 'POST', body: { email, password } });

  it('makes a user who can log in, and gives him another password', async () => {
    const { page } = admin;
    const [email, displayName] = [newEmail(), `New ${run}`];
    await admin.opens('/admin/users');
    await page.getByRole('button', { name: 'New user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('E-mail').fill(email);
    await dialog.getByLabel('Name', { exact: true }).fill(displayName);
    await dialog.getByLabel('Password').fill('the first password');
    await page.getByRole('button', { name: 'Cancel' }).focus();
    expect(await admin.confirms('Create')).toContain('users.create');
    const { accessToken } = await logsIn(email, 'the first password');

    await page.getByRole('searchbox').fill(email);
    await page.getByRole('link', { name: email }).click();
    await page.getByRole('button', { name: 'Reset password' }).click();
    await dialog.getByLabel('New password').fill('the second password');
    await page.getByRole('button', { name: 'Cancel' }).focus();
    const kept = await admin.confirms('Reset password');
    expect(kept).toContain('user.change');
    expect(kept).not.toContain('the second password');

    await expect(rest('me', { token: accessToken })).rejects.toMatchObject({ status: 401 });
    await expect(logsIn(email, 'the first password')).rejects.toMatchObject({ status: 401 });
    await logsIn(email, 'the second password');
  });

  it('gives and takes the role of an admin, whose console closes', async () => {
    const { page } = admin;
    const user = await named(`Promoted ${run}`);
    await admin.opens(`/admin/users/${user.userId}`);
    await page.getByRole('button', { name: 'Reset password' }).click();
    await page.getByLabel('New password').fill('a good password');
    await page.getByRole('button', { name: 'Cancel' }).focus();
    await admin.confirms('Reset password');
    await page.getByRole('button', { name: 'Make admin' }).click();
    expect(await admin.confirms('Make admin')).toContain('user.change');
    expect(await page.getByRole('button', { name: 'Issue a token' }).isDisabled()).toBe(true);

    const { accessToken: token } = await logsIn(user.email, 'a good password');
    const theirs = await opened(browser, { userId: user.userId, token }, { locale: 'en-US' }, '/admin/users');
    await theirs.locator('.row-card').first().waitFor();
    await page.getByRole('button', { name: 'Take admin away' }).click();
    await admin.confirms('Take admin away');
    await theirs.getByText('This is for admins').waitFor();
    expect(await theirs.locator('.console').count()).toBe(0);
    await theirs.context().close();
  });

  it('issues a token that is shown until it is put away, and revokes it', async () => {
    const { page } = admin;
    const user = await named(`Bot ${run}`);
    await admin.opens(`/admin/users/${user.userId}`);
    await page.getByRole('button', { name: 'Issue a token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Issue a token' }).click();
    const token = await dialog.getByLabel('Access token').inputValue();
    expect(await rest<{ id: string }>('me', { token })).toMatchObject({ id: user.userId });

    await page.route(`**/api/v1/admin/users/${user.userId}`, (route) => route.fulfill({ status: 500, body: '{}' }));
    await page.mouse.click(5, 5);
    await page.evaluate(() => dispatchEvent(new Event('visibilitychange')));
    expect(await dialog.getByLabel('Access token').inputValue()).toBe(token);
    await page.unroute(`**/api/v1/admin/users/${user.userId}`);
    await dialog.locator('.dialog-actions').getByRole('button', { name: 'Close' }).click();

    const issued = page.locator('.session').filter({ hasText: 'Token issued by' });
    await until(async () => (await issued.count()) === 2);
    await issued.first().getByRole('button', { name: 'Revoke the token' }).click();
    expect(await admin.confirms('Revoke the token')).toContain('session.end');
    await until(async () => (await issued.count()) === 1);
    await until(() => rest('me', { token }).then(() => false, () => true));
  });

  it('saves all that is held of a user as a file', async () => {
    const { page } = admin;
    const user = await named(`Exported ${run}`);
    await admin.opens(`/admin/users/${user.userId}`);
    const [saved, kept] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export the data' }).click().then(() => admin.confirms('Export the data')),
    ]);
    expect(kept).toContain('user.export');
    const held = JSON.parse(await readFile(await saved.path(), 'utf8')) as { account: { email: string }[] };
    expect(held.account.map(({ email }) => email)).toEqual([user.email]);
  });

  it('ends a session, whose connection closes, and erases the account', async () => {
    const { page } = admin;
    const user = await named(`Leaving ${run}`);
    const client = clients.opened(user);
    await until(() => client.status.value === 'live');
    await admin.opens(`/admin/users/${user.userId}`);
    await page.locator('.session').getByRole('button').click();
    await admin.confirms('Revoke the token');
    await until(() => client.status.value !== 'live');
    await page.getByText('Logged in nowhere').waitFor();

    await page.getByRole('button', { name: 'Erase the account' }).click();
    expect(await admin.confirms('Erase the account')).toContain('user.erase');
    await admin.opens(`/admin/audit?target=user:${user.userId}`);
    await page.locator('.entry').getByText('Account erased').first().waitFor();
    await admin.opens(`/admin/users/${user.userId}`);
    await page.getByRole('alert').filter({ hasText: /./ }).first().waitFor();
  });
});
