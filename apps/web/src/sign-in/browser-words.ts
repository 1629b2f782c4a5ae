import { fill } from '#platform';

/** What a browser calls itself, the more particular first: Edge and Opera also say Chrome. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(?:e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'Chromebook'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
];

export interface BrowserWords {
  readonly unknownBrowser: string;
  /** "{browser} on {system}". */
  readonly onSystem: string;
}

/** A browser in the words of its user, from what it calls itself; never that string itself. */
export function browserWords(words: BrowserWords, userAgent: string | null): string {
  const browser = nameIn(BROWSERS, userAgent ?? '') ?? words.unknownBrowser;
  const system = nameIn(SYSTEMS, userAgent ?? '');
  return system === null ? browser : fill(words.onSystem, { browser, system });
}

function nameIn(list: readonly (readonly [RegExp, string])[], text: string): string | null {
  return list.find(([sign]) => sign.test(text))?.[1] ?? null;
}
