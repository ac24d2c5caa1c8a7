import type { InboxItem, Page as Listing } from '@connecto/client';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium';
import { people, type Person, planetOf } from './people';
import { english, PersonAtPage } from './person';
import { rest, until } from './server';

const written = 200;
const read = 100;

describe.skipIf(!chromiumPath && process.env.CI !== 'true')('Somebody who was away for long', () => {
  let browser: Browser;
  let me: Person;
  let planetId: string;
  let reader: PersonAtPage;

  beforeAll(async () => {
    browser = await launch();
    const [first, writer] = await people(2);
    me = first!;
    planetId = await planetOf([writer!, me], 'Away');
    for (let seq = 1; seq <= written; seq++) {
      const body = { clientMessageId: `away-${seq}`, text: `Message ${seq}` };
      await rest(`planets/${planetId}/messages`, { method: 'POST', token: writer!.token, body });
    }
    await rest(`planets/${planetId}/read`, { method: 'POST', token: me.token, body: { seq: read } });
    reader = await PersonAtPage.comes(browser, me, english, { locale: 'en-US' }, `/chats/${planetId}`);
  });

  afterAll(() => browser?.close());

  const lastRead = async () => {
    const { items } = await rest<Listing<InboxItem>>('me/planets', { token: me.token });
    return items.find(({ planet }) => planet.id === planetId)!.lastReadSeq;
  };

  it('comes back to where he had read, and has read no more than what he saw', async () => {
    const { page } = reader;
    await page.locator('.divider').waitFor();
    await until(async () => (await lastRead()) > read);
    const log = await page.getByRole('log').boundingBox();
    const divider = await page.locator('.divider').boundingBox();
    expect(divider!.y).toBeGreaterThanOrEqual(log!.y - 2);
    expect(divider!.y).toBeLessThan(log!.y + log!.height / 2);
    const inView = Math.ceil(log!.height / 30);
    expect(await lastRead()).toBeLessThanOrEqual(read + inView);
  });

  it('goes to the newest, and has read it all', async () => {
    await reader.page.getByRole('button', { name: 'Jump to latest' }).click();
    await reader.sees(`Message ${written}`);
    await until(async () => (await lastRead()) === written);
  });
});
