import type { Answer, Browser } from './web.js';

/** A form as a page shows it: where it goes, and every field with a value that is in it already. */
interface ShownForm {
  readonly action: string;
  readonly isMultipart: boolean;
  readonly fields: Readonly<Record<string, string>>;
}

/** Sends the page's own form with these answers, follows where it leads, and answers that page. */
export async function submit(
  browser: Browser,
  page: Answer,
  answers: Readonly<Record<string, string | readonly string[]>> = {},
  files: Readonly<Record<string, File>> = {},
): Promise<Answer> {
  const form = formIn(page.text);
  const body = form.isMultipart ? new FormData() : new URLSearchParams();
  for (const [name, value] of Object.entries({ ...form.fields, ...answers })) {
    for (const one of [value].flat()) body.append(name, one);
  }
  for (const [name, file] of Object.entries(files)) (body as FormData).append(name, file);
  const answer = await browser.send(form.action, { method: 'POST', body });
  const to = answer.headers.get('location');
  return answer.status === 303 && to !== null ? browser.get(to) : answer;
}

function formIn(html: string): ShownForm {
  const form = /<form class="app-form" method="post"([\s\S]*?)<\/form>/.exec(html)?.[0];
  if (form === undefined) throw new Error('The page has no form of ours.');
  const fields: Record<string, string> = {};
  for (const [input] of form.matchAll(/<input[^>]*>/g)) {
    const type = attribute(input, 'type');
    const isOff = (type === 'radio' || type === 'checkbox') && !/\schecked/.test(input);
    if (type !== 'file' && !isOff) fields[attribute(input, 'name')] = attribute(input, 'value');
  }
  for (const [, name = '', text = ''] of form.matchAll(
    /<textarea[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/textarea>/g,
  )) {
    fields[name] = decoded(text);
  }
  return {
    action: decoded(/action="([^"]*)"/.exec(form)?.[1] ?? ''),
    isMultipart: form.includes('multipart/form-data'),
    fields,
  };
}

const attribute = (tag: string, name: string): string =>
  decoded(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

const decoded = (text: string): string =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

export const aPdf = (name: string): File =>
  new File(['%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'], name, {
    type: 'application/pdf',
  });

/** The three boxes of a date by this name. */
export function dateBoxes(name: string, date: string): Record<string, string> {
  const [year, month, day] = date.split('-') as [string, string, string];
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
}
