import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { newEmail, type Person } from './people';
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
    const context = await browser.newContext({ viewport: { width: 1100, height: 700 }, ...options });
    const page = await context.newPage();
    await page.goto(url);
    return new PersonAtPage(page, name, words);
  }

  /** As a user who is logged in already; `place` is where the page opens. */
  static async comes(
    browser: Browser,
    person: Person,
    words: typeof korean,
    options: BrowserContextOptions = {},
    place = '/',
  ) {
    const context = await browser.newContext({ viewport: { width: 1100, height: 700 }, ...options });
    const { userId, token: accessToken } = person;
    const session = JSON.stringify({ userId, accessToken, refreshToken: '-', expiresAt: Date.now() + 80_000_000 });
    await context.addInitScript((kept) => localStorage.setItem('connecto.session', kept), session);
    const page = await context.newPage();
    await page.goto(url + place);
    return new PersonAtPage(page, 'Person', words);
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
      await page.getByRole('navigation', { name: words.nav }).waitFor({ timeout: 5_000 });
      return true;
    });
  }

  /** Creates a group and answers the invite link that the page shows. */
  async creates(groupName: string): Promise<string> {
    const { page, words } = this;
    await page.getByRole('button', { name: words.create, exact: true }).click();
    await page.getByRole('menuitem', { name: words.newGroup }).click();
    await page.getByLabel(words.groupName).fill(groupName);
    await page.getByRole('dialog').getByRole('button', { name: words.create, exact: true }).click();
    await this.composer.waitFor();
    await page.getByRole('button', { name: words.members, exact: true }).click();
    await page.getByRole('button', { name: words.invite }).click();
    await page.getByRole('button', { name: words.makeLink }).click();
    const link = await page.getByLabel(words.inviteLink).inputValue();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: words.members, exact: true }).click();
    return link;
  }

  async joins(inviteLink: string): Promise<void> {
    await this.page.goto(inviteLink);
    await this.page.getByRole('button', { name: this.words.accept }).click();
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
    return this.page.getByRole('log').getByRole('article').filter({ hasText: text });
  }

  /** Waits for the message to stand in the planet, not only on its way. */
  async sees(text: string): Promise<void> {
    await this.page.locator('[data-seq]', { hasText: text }).first().waitFor();
  }

  /** Opens the menu of a message and chooses from it. */
  async chooses(text: string, item: string): Promise<void> {
    await this.messages(text).locator('.bubble').click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  /** Waits until the number beside the message is this; 0 is no number. */
  async seesUnread(text: string, count: number): Promise<void> {
    const unread = this.page.locator('[data-seq]', { hasText: text }).locator('.unread');
    await until(async () => (count === 0 ? (await unread.count()) === 0 : (await unread.innerText()) === `${count}`));
  }

  async seesConnection(status: 'live' | 'reconnecting' | 'offline'): Promise<void> {
    await this.page.locator(`.banner[data-status=${status}]`).waitFor({ state: 'attached' });
  }

  /** The page as it is, kept as `screenshots/NAME.png`. */
  screenshot = (name: string): Promise<Buffer> => this.page.screenshot({ path: `${folder}${name}.png` });
}

export const korean = {
  toRegister: '계정이 없으신가요?',
  register: '회원가입',
  logIn: '로그인',
  logOut: '로그아웃',
  email: '이메일',
  password: '비밀번호',
  displayName: '이름',
  nav: '주 메뉴',
  create: '만들기',
  newGroup: '새 그룹',
  groupName: '그룹 이름',
  members: '멤버',
  invite: '초대하기',
  makeLink: '초대 링크 만들기',
  inviteLink: '초대 링크',
  accept: '초대 수락',
  message: '메시지',
  edit: '수정',
  delete: '삭제',
  deleted: '삭제된 메시지입니다.',
};

export const english: typeof korean = {
  toRegister: 'No account yet?',
  register: 'Sign up',
  logIn: 'Log in',
  logOut: 'Log out',
  email: 'E-mail',
  password: 'Password',
  displayName: 'Name',
  nav: 'Main',
  create: 'Create',
  newGroup: 'New group',
  groupName: 'Name of the group',
  members: 'Members',
  invite: 'Invite people',
  makeLink: 'Make an invite link',
  inviteLink: 'Invite link',
  accept: 'Accept invitation',
  message: 'Message',
  edit: 'Edit',
  delete: 'Delete',
  deleted: 'This message was deleted.',
};
