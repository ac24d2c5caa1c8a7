import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium';
import { english, korean, PersonAtPage } from './person';
import { restart, until, url } from './server';
import { sideBySide } from './sideBySide';

const skipped = !chromiumPath && process.env.CI !== 'true';

describe.skipIf(skipped)('Two people in two browsers', () => {
  let browser: Browser;
  let jiu: PersonAtPage;
  let sam: PersonAtPage;

  beforeAll(async () => {
    if (!chromiumPath) throw new Error('There is no Chromium, and CI does not skip these tests');
    browser = await launch();
    jiu = await PersonAtPage.opens(browser, '지우', korean, { locale: 'ko-KR' });
    sam = await PersonAtPage.opens(browser, 'Sam', english, { locale: 'en-US', colorScheme: 'dark' });
  });

  afterAll(() => browser?.close());

  it('register, meet in a planet, and talk in Korean and English', async () => {
    await jiu.registers();
    await sam.registers();
    await sam.joins(await jiu.creates('제주도 여행'));

    await jiu.says('안녕하세요! 제주도에 언제 갈까요?');
    await sam.sees('제주도에 언제 갈까요?');
    await sam.says('Hi! How about the first week of May?');
    await jiu.sees('the first week of May');

    for (const person of [jiu, sam]) {
      await person.page.locator('.inbox').getByRole('link', { name: '제주도 여행' }).waitFor();
      expect(await person.page.getByRole('alert').count()).toBe(0);
    }
    expect(await sam.page.locator('.message', { hasText: '제주도에' }).locator('.sender').innerText()).toBe('지우');
    expect(await jiu.page.locator('.message', { hasText: 'first week' }).locator('.sender').innerText()).toBe('Sam');
  });

  it('see the number beside a message fall to nothing when the other has read it', async () => {
    await until(() => jiu.page.locator('.unread').count().then((count) => count === 0));
    await sam.page.evaluate(pretendHidden, true);
    await jiu.says('읽으면 숫자가 사라져요');
    await sam.sees('읽으면 숫자가 사라져요');
    await jiu.seesUnread('읽으면', 1);
    await sam.seesUnread('읽으면', 1);
    await jiu.screenshot('unread');

    await sam.page.evaluate(pretendHidden, false);
    await jiu.seesUnread('읽으면', 0);
    await sam.seesUnread('읽으면', 0);
  });

  it('write Hangul with an input method, whose Enter sends nothing and whose text is sent once', async () => {
    const keyboard = await jiu.page.context().newCDPSession(jiu.page);
    await jiu.composer.focus();
    await keyboard.send('Input.imeSetComposition', { text: '한글', selectionStart: 2, selectionEnd: 2 });
    await jiu.page.keyboard.press('Enter');
    expect(await jiu.messages('한글').count()).toBe(0);
    await keyboard.send('Input.insertText', { text: '한글' });
    await jiu.page.keyboard.press('Enter');
    await sam.sees('한글');
    await jiu.sees('한글');
    expect(await jiu.messages('한글').count()).toBe(1);
    expect(await sam.messages('한글').count()).toBe(1);
    expect(await jiu.composer.inputValue()).toBe('');
  });

  it('edit and delete what they said', async () => {
    await sam.says('I will book the fery');
    await sam.says('Wrong window, sorry');
    await jiu.sees('Wrong window');
    await sam.chooses('fery', sam.words.edit);
    expect(await sam.composer.inputValue()).toBe('I will book the fery');
    await sam.says('I will book the ferry');
    await jiu.sees('I will book the ferry');
    await sam.chooses('Wrong window', sam.words.delete);
    await sam.page.getByRole('dialog').getByRole('button', { name: sam.words.delete }).click();
    await jiu.sees('삭제된 메시지입니다.');
    expect(await jiu.messages('Wrong window').count()).toBe(0);
  });

  it('go on by themselves after the server was killed, and what was written meanwhile is sent once', async () => {
    const back = restart('SIGKILL');
    await jiu.seesConnection('reconnecting');
    await jiu.says('서버가 없어도 썼어요');
    await jiu.screenshot('reconnecting');
    await sam.seesConnection('reconnecting');
    await sam.says('Written while the server was away');
    await back;

    for (const person of [jiu, sam]) {
      await person.seesConnection('live');
      await person.sees('서버가 없어도 썼어요');
      await person.sees('Written while');
      expect(await person.messages('서버가 없어도').count()).toBe(1);
      expect(await person.messages('Written while').count()).toBe(1);
    }
    await sam.says('And we are back!');
    await jiu.sees('And we are back!');
    await jiu.seesUnread('And we are back!', 0);
    await sideBySide(browser, 'conversation', [await jiu.screenshot('korean'), await sam.screenshot('english')]);
  });

  it('find the same conversation when they come again', async () => {
    await jiu.page.reload();
    await jiu.sees('And we are back!');
    const texts = (person: PersonAtPage) => person.page.locator('[data-seq] .bubble').allInnerTexts();
    const [ofJiu, ofSam] = [await texts(jiu), await texts(sam)];
    expect(ofJiu.filter((text) => !text.includes('삭제'))).toEqual(ofSam.filter((text) => !text.includes('deleted')));
    await jiu.page.goto(`${url}/settings`);
    await jiu.page.getByRole('button', { name: jiu.words.logOut, exact: true }).click();
    await jiu.page.getByRole('button', { name: jiu.words.logIn, exact: true }).waitFor();
    await jiu.screenshot('log-in');
    expect(jiu.page.url().startsWith(url)).toBe(true);
  });
});

/** Makes a page believe that it is out of sight, or back in it. */
function pretendHidden(hidden: boolean): void {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (hidden ? 'hidden' : 'visible') });
  document.dispatchEvent(new Event('visibilitychange'));
}
