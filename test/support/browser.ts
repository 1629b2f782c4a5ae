import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/**
 * A phone, a tablet, a desk: at 320 px a page zoomed to 400 % on a desk must still flow. Between the
 * two ends nothing of a page changes but where its lines break, so that continuous integration looks
 * at the ends.
 */
const WIDTHS = process.env['CI'] === undefined ? [320, 768, 1280] : [320, 1280];
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A real Chromium, from CHROMIUM_PATH or where the system has it. */
export async function openChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? PLACES.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error('Chromium was not found: install it, or set CHROMIUM_PATH to its program.');
  }
  // Its sandbox refuses to run as root, as continuous integration does.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}

/** A context with this session's cookie; without one nobody is signed in. */
export async function contextOf(
  browser: Browser,
  url: string,
  { session, script = true }: { session?: string; script?: boolean } = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ javaScriptEnabled: script, baseURL: url });
  if (session) await context.addCookies([{ name: 'assent-session', value: session, url }]);
  return context;
}

/**
 * Fails on anything that axe finds (no rule off) and on a page that must be scrolled sideways, at
 * each of the three widths; leaves pictures in var/screens, except in continuous integration. The page's script must be allowed.
 */
export async function checkPage(page: Page, name: string): Promise<void> {
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    faults.push(...(await overflowing(page)).map((fault) => `${name} at ${width} px: ${fault}`));
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, help, nodes } of violations) {
      const where = nodes.map(({ html }) => html.slice(0, 200)).join('\n    ');
      faults.push(`${name} at ${width} px: ${id}: ${help}\n    ${where}`);
    }
    // Pictures are for people to look at; nobody looks at those of continuous integration.
    if (process.env['CI'] === undefined) await takePicture(page, `${name}-${width}`);
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = join(process.cwd(), 'var', 'screens');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** What makes the page wider than its window; a box that scrolls by itself does not. */
async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.querySelectorAll('main *, header *, footer *')].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 1,
    );
    const names = wide
      .slice(0, 5)
      .map(({ tagName, className }) => `${tagName}.${String(className)}`);
    return [`scrolls sideways (${root.scrollWidth} px): ${names.join(', ')}`];
  });
}
