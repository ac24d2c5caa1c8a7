import type { Travel } from '@connecto/client';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousIn } from './accessibility';
import { chromiumPath, launch } from './chromium';
import { people, type Person, planetOf } from './people';
import { english, PersonAtPage } from './person';
import { rest, until } from './server';

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('What one has and is told', () => {
  let browser: Browser;
  let [ann, bora] = [] as unknown as [Person, Person];

  beforeAll(async () => {
    browser = await launch();
    [ann, bora] = (await people(2)) as [Person, Person];
  });

  afterAll(() => browser?.close());

  const comes = (person: Person, place: string, options = {}) =>
    PersonAtPage.comes(browser, person, english, { locale: 'en-US', ...options }, place);
  const send = (by: Person, planetId: string, body: object) =>
    rest(`planets/${planetId}/messages`, { method: 'POST', token: by.token, body: { clientMessageId: crypto.randomUUID(), ...body } });

  it('a travel is changed and deleted by its owner, and shows who takes part', async () => {
    const body = { title: 'A month on Jeju', visibility: 'public', startsOn: '2027-04-01' };
    const { id } = await rest<Travel>('travels', { method: 'POST', token: ann.token, body });
    await rest(`travels/${id}/join`, { method: 'POST', token: bora.token });
    const other = await comes(bora, `/travels/${id}`);
    await other.page.getByRole('button', { name: 'Leave' }).waitFor();
    expect(await other.page.getByRole('button', { name: 'Edit travel' }).count()).toBe(0);

    const { page } = await comes(ann, `/travels/${id}`);
    await until(async () => (await page.locator('.travellers li').count()) === 2);
    expect(await page.locator('.travellers li', { hasText: 'Organizer' }).innerText()).toContain('Person 1');
    expect(await seriousIn(page, 'travel')).toEqual([]);
    await page.screenshot({ path: new URL('./screenshots/travel-owner.png', import.meta.url).pathname });
    await page.getByRole('button', { name: 'Edit travel' }).click();
    await page.getByLabel('Title').fill('Two months on Jeju');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Two months on Jeju' }).waitFor();
    expect(await rest<Travel>(`travels/${id}`, { token: ann.token })).toMatchObject({ ...body, title: 'Two months on Jeju' });

    await page.getByRole('button', { name: 'Delete travel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete travel' }).click();
    await page.waitForURL('**/travels');
    await expect(rest(`travels/${id}`, { token: ann.token })).rejects.toMatchObject({ status: 404 });
    for (const each of [page, other.page]) await each.context().close();
  });

  it('an edited message shows what it said before to those who lead', async () => {
    const planetId = await planetOf([ann, bora]);
    await send(bora, planetId, { text: 'at five' });
    await rest(`planets/${planetId}/messages/1`, { method: 'PATCH', token: bora.token, body: { text: 'at six' } });
    const { page } = await comes(ann, `/chats/${planetId}`);
    await page.getByRole('button', { name: 'edited' }).click();
    await until(async () => (await page.locator('.versions li').count()) === 2);
    expect(await page.locator('.versions li').allInnerTexts()).toMatchObject([/at five/, /at six/].map((text) => expect.stringMatching(text)));
    expect(await seriousIn(page, 'history')).toEqual([]);
    await page.screenshot({ path: new URL('./screenshots/history.png', import.meta.url).pathname });

    const other = await comes(bora, `/chats/${planetId}`);
    await other.sees('at six');
    expect(await other.page.getByRole('button', { name: 'edited' }).count()).toBe(0);
    for (const each of [page, other.page]) await each.context().close();
  });

  it.each([
    ['light', { width: 1100, height: 700 }],
    ['dark', { width: 390, height: 844 }],
  ] as const)('the bell counts mentions and leads to their messages, which then have the focus: %s', async (colorScheme, viewport) => {
    const [me, writer] = (await people(2)) as [Person, Person];
    const planetId = await planetOf([writer, me]);
    const person = await comes(me, '/', { colorScheme, viewport });
    const { page } = person;
    await page.locator('.inbox-row').waitFor();
    for (let i = 0; i < 40; i++) await send(writer, planetId, { text: `text ${i}`, ...(i === 3 && { mentions: [me.userId] }) });
    await page.locator('.bell .badge').waitFor();
    await person.screenshot(`bell-${colorScheme}`);
    await page.locator('.bell').click();
    await page.getByText('mentioned you').last().waitFor();
    expect(await seriousIn(page, 'notifications')).toEqual([]);
    await person.screenshot(`notifications-${colorScheme}`);
    await page.locator('.notification', { hasText: 'mentioned you' }).click();
    const article = page.locator('[data-seq]', { hasText: /text 3$/ });
    await until(() => article.evaluate((element) => element === document.activeElement && 'flash' in (element as HTMLElement).dataset));
    await person.screenshot(`jumped-${colorScheme}`);
    await page.goto(new URL('/notifications', page.url()).href);
    await until(async () => (await page.getByText('mentioned you').count()) === 0);
    await page.context().close();
  });

  it('a picture that does not load gives way to the first letter', async () => {
    const [me] = (await people(1)) as [Person];
    await rest('me', { method: 'PATCH', token: me.token, body: { avatarUrl: 'https://pictures.invalid/me.png' } });
    const asked: string[] = [];
    const { page } = await comes(me, '/people');
    await page.context().route('https://pictures.invalid/**', (route) => {
      asked.push(route.request().url());
      return route.abort();
    });
    await page.reload();
    await until(() => asked.length > 0);
    await until(async () => (await page.locator('.rail-me').innerText()) === 'P');
    expect(await page.locator('.rail-me img').count()).toBe(0);
    await page.context().close();
  });
});
