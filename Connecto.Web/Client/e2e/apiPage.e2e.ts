import { expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium';
import { url } from './server';

const skipped = !chromiumPath && process.env.CI !== 'true';

it.skipIf(skipped)('The page of the interface shows every part of it, and nothing that it loads is refused', async () => {
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1200, height: 1400 } });
  const errors: string[] = [];
  page.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
  page.on('pageerror', (error) => errors.push(error.message));

  await page.goto(`${url}/swagger`);
  await page.locator('#operations-messages-postPlanetsIdMessages').click();
  await page.getByText('idempotency_mismatch').first().waitFor();

  await page.screenshot({ path: 'e2e/screenshots/api-page.png' });
  expect(errors).toEqual([]);
  await browser.close();
});
