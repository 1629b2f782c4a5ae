import type { Answer, Browser } from './web.js';

/** Follows the links of a page below its own address, breadth first; every page by its address. */
export async function crawl(
  browser: Browser,
  root: string,
  { most }: { readonly most: number },
): Promise<Map<string, Answer>> {
  const pages = new Map<string, Answer>();
  const waiting = [root];
  const seen = new Set(waiting);
  while (waiting.length > 0 && pages.size < most) {
    const path = waiting.shift()!;
    const answer = await browser.get(path);
    pages.set(path, answer);
    for (const [, href = ''] of answer.text.matchAll(/href="([^"#?]+)/g)) {
      if (!href.startsWith(`${root}/`) || seen.has(href)) continue;
      seen.add(href);
      waiting.push(href);
    }
  }
  return pages;
}
