import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousIn } from './accessibility';
import { chromiumPath, launch } from './chromium';
import { looks } from './looks';
import { people, type Person, planetOf } from './people';
import { english, korean, PersonAtPage } from './person';
import { rest, until } from './server';

const languages = { ko: korean, en: english };
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('Each screen', () => {
  let browser: Browser;
  let me: Person;
  let planetId: string;
  let travelId: string;

  beforeAll(async () => {
    browser = await launch();
    const [first, ...others] = await people(3);
    me = first!;
    planetId = await planetOf([me, ...others], '제주도 여행');
    const send = (by: Person, body: object) =>
      rest(`planets/${planetId}/messages`, { method: 'POST', token: by.token, body: { clientMessageId: crypto.randomUUID(), ...body } });
    await send(me, { text: '안녕하세요! **5월**에 갈까요?' });
    await send(others[0]!, { text: 'Yes! https://example.org/ferry\n> 5월\n- `Jeju`\n- Udo' });
    await send(others[1]!, { text: '@Person 1 좋아요', mentions: [me.userId], replyToSeq: 1 });
    await rest(`planets/${planetId}/messages/1/reactions/${encodeURIComponent('👍')}`, { method: 'PUT', token: others[0]!.token });
    await rest(`planets/${planetId}/pins/1`, { method: 'PUT', token: me.token });
    const title = '제주 한 달 살기';
    const travel = { title, visibility: 'public', startsOn: '2027-04-01', endsOn: '2027-04-30' };
    travelId = (await rest<{ id: string }>('travels', { method: 'POST', token: me.token, body: travel })).id;
  });

  afterAll(() => browser?.close());

  it.each(looks)('is accessible and can be looked at: $language $colorScheme $size', async (one) => {
    const { language, colorScheme, size } = one;
    const options = { locale: language === 'ko' ? 'ko-KR' : 'en-US', colorScheme, viewport: sizes[size] };
    const person = await PersonAtPage.comes(browser, me, languages[language], options);
    const { page } = person;
    const screens: [string, string, string][] = [
      ['chats', '/chats', '.inbox-row'],
      ['talk', `/chats/${planetId}`, '[data-seq="3"]'],
      ['travels', '/travels', '.card'],
      ['travel', `/travels/${travelId}`, '.section-head'],
      ['people', '/people', '.people-search'],
      ['search', '/search', '.searching'],
      ['found', '/search?q=5월', '.found'],
      ['settings', '/settings', '.section .row-card'],
    ];
    const serious: string[] = [];
    for (const [name, path, sign] of screens) {
      await page.goto(new URL(path, page.url()).href);
      await page.locator(sign).first().waitFor();
      await person.screenshot(`screen-${language}-${colorScheme}-${size}-${name}`);
      serious.push(...(await seriousIn(page, name)));
    }
    for (const panel of ['search', 'pins', 'members', 'about'] as const) {
      await page.goto(new URL(`/chats/${planetId}`, page.url()).href);
      await page.locator('[data-seq="3"]').waitFor();
      await page.locator('.talk-head .icon-button').nth(1 + ['search', 'pins', 'members', 'about'].indexOf(panel)).click();
      await page.locator('.panel').waitFor();
      await until(async () => (await page.locator('.panel .waiting').count()) === 0);
      await person.screenshot(`screen-${language}-${colorScheme}-${size}-panel-${panel}`);
      serious.push(...(await seriousIn(page, panel)));
    }
    expect(serious).toEqual([]);
    await page.context().close();
  });

  it('is there before one is logged in, and says what an invitation is for', async () => {
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
    await page.goto(`${process.env.CONNECTO_URL}/invite/abc`);
    await page.getByText('You are invited to a conversation').waitFor();
    expect(await seriousIn(page, 'auth')).toEqual([]);
  });
});
