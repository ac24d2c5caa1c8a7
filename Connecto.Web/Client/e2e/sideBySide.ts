import type { Browser } from 'playwright-core';

/** Keeps two screenshots as one picture, `screenshots/NAME.png`. */
export async function sideBySide(browser: Browser, name: string, pictures: Buffer[]): Promise<void> {
  const page = await browser.newPage();
  const images = pictures.map((png) => `<img src="data:image/png;base64,${png.toString('base64')}">`);
  await page.setContent(`<body style="margin:0;display:inline-flex;gap:12px;background:#888">${images.join('')}</body>`);
  await page.locator('body').screenshot({ path: new URL(`./screenshots/${name}.png`, import.meta.url).pathname });
  await page.close();
}
