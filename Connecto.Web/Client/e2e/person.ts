import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { newEmail } from './people';
import { until, url } from './server';

const folder = new URL('./screenshots/', import.meta.url).pathname;

/** Someone at a browser of his own, who does what people do. */
export class PersonAtPage {
  private constructor(
    readonly page: Page,
    readonly name: string,
    readonly words: typeof korean,
  ) {}

  static async opens(browser: Browser, name: string, words: typeof korean, options: BrowserContextOptions) {
    const context = await browser.newContext({ viewport: { width: 900, height: 640 }, ...options });
    const page = await context.newPage();
    await page.goto(url);
    return new PersonAtPage(page, name, words);
  }

  async registers(): Promise<void> {
    const { page, words } = this;
    await page.getByRole('button', { name: words.toRegister }).click();
    await page.getByLabel(words.email).fill(newEmail());
    await page.getByLabel(words.password).fill('correct horse');
    await page.getByLabel(words.displayName, { exact: true }).fill(this.name);
    const submit = page.getByRole('button', { name: words.register, exact: true });
    // The other suites use up some of what this address may register in a minute.
    await until(async () => {
      if ((await submit.isVisible()) && (await submit.isEnabled())) await submit.click();
      await page.getByRole('button', { name: words.logOut }).waitFor({ timeout: 5_000 });
      return true;
    });
  }

  /** Creates a planet and answers the invite code that the page shows. */
  async creates(planetName: string): Promise<string> {
    await this.page.getByLabel(this.words.newPlanetName).fill(planetName);
    await this.page.getByRole('button', { name: this.words.create }).click();
    await this.composer.waitFor();
    await this.page.getByRole('button', { name: this.words.invite }).click();
    return await this.page.locator('.invite code').innerText();
  }

  async joins(inviteCode: string): Promise<void> {
    await this.page.getByLabel(this.words.inviteCode).fill(inviteCode);
    await this.page.getByRole('button', { name: this.words.join }).click();
    await this.composer.waitFor();
  }

  get composer(): Locator {
    return this.page.getByLabel(this.words.message, { exact: true });
  }

  async says(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** The messages on the page that hold this text, those on their way included. */
  messages(text: string): Locator {
    return this.page.getByRole('log').getByRole('listitem').filter({ hasText: text });
  }

  /** Waits for the message to stand in the planet, not only on its way. */
  async sees(text: string): Promise<void> {
    await this.page.locator('[data-seq]', { hasText: text }).first().waitFor();
  }

  /** Waits until the number beside the message is this; 0 is no number. */
  async seesUnread(text: string, count: number): Promise<void> {
    const unread = this.page.locator('[data-seq]', { hasText: text }).locator('.unread');
    await until(async () => (count === 0 ? (await unread.count()) === 0 : (await unread.innerText()) === `${count}`));
  }

  async seesConnection(status: 'live' | 'reconnecting'): Promise<void> {
    await this.page.locator(`.banner[data-status=${status}]`).waitFor({ state: 'attached' });
  }

  /** The page as it is, kept as `screenshots/NAME.png`. */
  screenshot = (name: string): Promise<Buffer> => this.page.screenshot({ path: `${folder}${name}.png` });
}

export const korean = {
  toRegister: '계정이 없으신가요?',
  register: '회원가입',
  logOut: '로그아웃',
  email: '이메일',
  password: '비밀번호',
  displayName: '이름',
  newPlanetName: '새 플래닛 이름',
  create: '만들기',
  inviteCode: '초대 코드',
  invite: '초대',
  join: '참여',
  message: '메시지',
};

export const english: typeof korean = {
  toRegister: 'No account yet?',
  register: 'Register',
  logOut: 'Log out',
  email: 'E-mail',
  password: 'Password',
  displayName: 'Name',
  newPlanetName: 'Name of a new planet',
  create: 'Create',
  inviteCode: 'Invite code',
  invite: 'Invite',
  join: 'Join',
  message: 'Message',
};
