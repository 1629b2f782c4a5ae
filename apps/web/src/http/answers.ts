import { z } from 'zod';
import { Refusal } from '#platform';
import { BadRequest } from './bad-request.js';
import { NONCE_FIELD, TOKEN_FIELD } from './form-token.js';
import { page, type Page } from './page.js';

/** What is wrong, by the name of the field. */
export type Faults = Readonly<Record<string, string>>;
/** What was typed, by the name of the field, to be shown again as it was. */
export type Typed = Readonly<Record<string, string | string[] | undefined>>;

export interface Ways<A, R> {
  good(answers: A): R | Promise<R>;
  bad(typed: Typed): Page | Promise<Page>;
}

/**
 * Reads a form by its schema and goes the good way; or shows the page of the bad way as 422, with
 * `faults` and `values` added to its data. A refusal `invalid` on the good way (facts: `{ faults }`)
 * does the same. A field that the form does not have is no person's mistake: 400.
 */
export async function answered<S extends z.ZodType, R>(
  schema: S,
  body: unknown,
  { good, bad }: Ways<z.output<S>, R>,
): Promise<R | Page> {
  const typed = withoutMarks(body);
  const strict = schema instanceof z.ZodObject ? schema.strict() : schema;
  const parsed = strict.safeParse(withDates(typed));
  if (!parsed.success) return again(await bad(typed), faultsOf(parsed.error), typed);
  try {
    return await good(parsed.data as z.output<S>);
  } catch (error) {
    const faults = error instanceof Refusal && error.code === 'invalid' && error.facts['faults'];
    if (!faults) throw error;
    return again(await bad(typed), faults as Faults, typed);
  }
}

/** The nonce of the form that was sent: the same when it is sent twice. */
export function nonceOf(body: unknown): string {
  const nonce = z.object({ [NONCE_FIELD]: z.uuid() }).safeParse(body);
  if (!nonce.success) throw new BadRequest(400, 'the form has no nonce');
  return nonce.data[NONCE_FIELD];
}

/** The same page again, saying what is wrong. */
export function again(shown: Page, faults: Faults, typed: Typed): Page {
  const errorList = Object.entries(faults).map(([name, text]) => ({
    text,
    href: `#${`${name}-day` in typed ? `${name}-day` : name}`,
  }));
  return page(shown.view, { ...shown.data, faults, errorList, values: typed }, 422);
}

/** Words that must be there: trimmed, line breaks as \n, without control characters. */
export function text(message: string, { max = 200 }: { max?: number } = {}) {
  return optionalText({ max, message }).refine((words) => words !== '', { error: message });
}

/** Words that may be missing: then ''. */
export function optionalText({ max = 200, message }: { max?: number; message?: string } = {}) {
  return z
    .string({ error: message ?? 'Enter text.' })
    .default('')
    .transform((words) => words.replace(/\r\n?/g, '\n').normalize('NFC').trim())
    .refine((words) => !/[^\P{Cc}\n\t]|\p{Cs}/u.test(words), {
      error: 'This holds characters that we cannot keep. Type it again instead of pasting it.',
    })
    .refine((words) => [...words].length <= max, {
      error: `This must be ${max.toLocaleString('en-GB')} characters or fewer.`,
    });
}

/** One of these values. */
export const choice = <const V extends string>(values: readonly V[], message: string) =>
  z.enum(values, { error: message });

/** Any number of these values: check boxes, of which one alone arrives as a string. */
export const choices = <const V extends string>(values: readonly V[], message: string) =>
  z
    .preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(z.enum(values)))
    .refine((given) => given.length > 0 || message === '', { error: message });

/** A whole number in a range, as people type it. */
export const wholeNumber = (message: string, { min = 0, max = 1_000_000 } = {}) =>
  z
    .string({ error: message })
    .trim()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: message });

/** Three boxes `name-day`, `name-month`, `name-year` as '2026-06-04'; a date that exists, 2000 to 2099. */
export const dateIn = (message: string) =>
  z
    .object(
      { day: box(1, 2, message), month: box(1, 2, message), year: box(4, 4, message) },
      { error: message },
    )
    .transform(({ day, month, year }) => [year, pad(month), pad(day)].join('-'))
    .refine(isRealDate, { error: `${message} It must be a real date, like 27 3 2026.` });

/** The same, or null where all three boxes are empty. */
export const optionalDateIn = (message: string) =>
  z.union(
    [
      z.object({ day: EMPTY_BOX, month: EMPTY_BOX, year: EMPTY_BOX }).transform(() => null),
      dateIn(message),
    ],
    { error: message },
  );

/** 5pm, 9:30am, 17:00, midday as '17:00'. */
export const timeOfDay = (message: string) =>
  z.string({ error: message }).transform((typed, context) => {
    const time = readTime(typed.trim().toLowerCase());
    if (time === null) context.addIssue({ code: 'custom', message });
    return time ?? '';
  });

const box = (least: number, most: number, message: string) =>
  z
    .string({ error: message })
    .trim()
    .regex(new RegExp(`^\\d{${least},${most}}$`), message);

const EMPTY_BOX = z.string().trim().length(0).default('');

const pad = (digits: string) => digits.padStart(2, '0');

function isRealDate(date: string): boolean {
  const instant = new Date(`${date}T00:00:00Z`);
  const real = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
  return real && date >= '2000' && date < '2100';
}

function readTime(typed: string): string | null {
  if (typed === 'midday' || typed === 'noon') return '12:00';
  if (typed === 'midnight') return '00:00';
  const [, hour = '', minute = '00', half] =
    /^(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?$/.exec(typed) ?? [];
  if (hour === '' || Number(minute) > 59) return null;
  if (half === undefined) return Number(hour) < 24 ? `${pad(hour)}:${minute}` : null;
  if (Number(hour) < 1 || Number(hour) > 12) return null;
  return `${pad(String((Number(hour) % 12) + (half === 'pm' ? 12 : 0)))}:${minute}`;
}

function withoutMarks(body: unknown): Typed {
  if (typeof body !== 'object' || body === null) throw new BadRequest(400, 'not a form');
  const { [TOKEN_FIELD]: token, [NONCE_FIELD]: nonce, ...typed } = body as Typed;
  if (Array.isArray(token) || Array.isArray(nonce)) throw new BadRequest(400, 'a mark twice');
  return typed;
}

/** Gathers the three boxes of each date into one value under its name. */
function withDates(typed: Typed): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(typed)) {
    const [, date, part] = /^(.+)-(day|month|year)$/.exec(name) ?? [];
    if (date === undefined || part === undefined) fields[name] = value;
    else fields[date] = { ...(fields[date] as object | undefined), [part]: value };
  }
  return fields;
}

/** The first fault of each field, named by the field alone: a date has one message for three boxes. */
function faultsOf(error: z.ZodError): Faults {
  const faults: Record<string, string> = {};
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys')
      throw new BadRequest(400, 'a field that the form lacks');
    const name = String(issue.path[0] ?? '');
    faults[name] ??= issue.message;
  }
  return faults;
}
