import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { newEmail, type Person } from './people';
import { adminToken, rest, setting, until, url } from './server';

const folder = new URL('./screenshots/', import.meta.url).pathname;

/** An admin at the console. */
export class AdminAtPage {
  private constructor(readonly page: Page) {}

  /** Logs in as people do. */
  static async logsIn(browser: Browser, options: BrowserContextOptions = {}): Promise<AdminAtPage> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US', ...options });
    const page = await context.newPage();
    await page.goto(`${url}/admin`);
    const english = options.locale !== 'ko-KR';
    await page.getByLabel(english ? 'E-mail' : '이메일').fill(setting('CONNECTO_ADMIN_EMAIL'));
    await page.getByLabel(english ? 'Password' : '비밀번호').fill(setting('CONNECTO_ADMIN_PASSWORD'));
    await page.getByRole('button', { name: english ? 'Log in' : '로그인', exact: true }).click();
    await page.locator('.console').waitFor();
    return new AdminAtPage(page);
  }

  /** Logged in already, with a token that no rate limit applies to. */
  static async comes(browser: Browser, options: BrowserContextOptions, place = '/admin'): Promise<AdminAtPage> {
    return new AdminAtPage(await opened(browser, await adminPerson(), options, place));
  }

  opens = (place: string) => this.page.goto(url + place);

  /** Answers the one question before a change, whose focus is on cancelling, and waits for what the audit log kept. */
  async confirms(action: string): Promise<string> {
    const dialog = this.page.getByRole('dialog');
    await dialog.waitFor();
    await until(async () => (await dialog.locator(':focus').innerText()) === 'Cancel');
    await dialog.getByRole('button', { name: action, exact: true }).click();
    const kept = await dialog.locator('.audit-facts').innerText();
    await dialog.locator('.dialog-actions').getByRole('button', { name: 'Close' }).click();
    return kept;
  }

  /** A chart's first figure, as a number. */
  async figure(chart: string): Promise<number> {
    const text = await this.page.getByRole('figure', { name: chart }).locator('dd').first().innerText();
    return Number.parseFloat(text.replaceAll(',', ''));
  }

  screenshot = (name: string): Promise<Buffer> => this.page.screenshot({ path: `${folder}admin-${name}.png` });
}

/** A page of somebody whose session is there already. */
export async function opened(
  browser: Browser,
  { userId, token: accessToken }: Person,
  options: BrowserContextOptions,
  place: string,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const session = JSON.stringify({ userId, accessToken, refreshToken: '-', expiresAt: Date.now() + 80_000_000 });
  await context.addInitScript((kept) => localStorage.setItem('connecto.session', kept), session);
  const page = await context.newPage();
  await page.goto(url + place);
  return page;
}

let person: Promise<Person> | undefined;

function adminPerson(): Promise<Person> {
  person ??= (async () => {
    const token = await adminToken();
    return { userId: (await rest<{ id: string }>('me', { token })).id, token };
  })();
  return person;
}

/** A user with a name and an address that no other has. */
export async function named(displayName: string): Promise<Person & { displayName: string; email: string }> {
  const token = await adminToken();
  const email = newEmail();
  const made = await rest<{ items: { userId: string }[] }>('admin/users', { method: 'POST', token, body: [{ email, displayName }] });
  const userIds = made.items.map(({ userId }) => userId);
  const issued = await rest<{ items: { accessToken: string }[] }>('admin/tokens', { method: 'POST', token, body: { userIds } });
  return { userId: userIds[0]!, token: issued.items[0]!.accessToken, displayName, email };
}
