/**
 * JSON in the one form that RFC 8785 allows, so that equal facts have equal bytes and one hash.
 * Takes plain data only; whatever JSON would drop or bend (undefined, NaN, a Date, half of a
 * surrogate pair) is a defect of the caller and throws TypeError.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value);
  }
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) {
    return JSON.stringify(value);
  }
  throw new TypeError(`A ${typeof value} that is not JSON has no canonical form.`);
}

function canonicalArray(items: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < items.length; i += 1) {
    if (i > 0) text += ',';
    text += canonicalJson(items[i]);
  }
  return `${text}]`;
}

function canonicalObject(value: object): string {
  if (!isPlain(value)) throw new TypeError('Only plain objects and arrays have a canonical form.');
  const facts = value as Facts;
  const keys = Object.keys(facts);
  // The default order is by UTF-16 code units, as RFC 8785 section 3.2.3 asks.
  if (!isSorted(keys)) keys.sort();
  let text = '{';
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i]!;
    if (i > 0) text += ',';
    text += `${quoted(key)}:${canonicalJson(facts[key])}`;
  }
  return `${text}}`;
}

/** Asks for the prototype's parent, because a plain object of another realm is plain as well. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const NEEDS_NO_ESCAPE = /^[ !#-[\]-~]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

function quoted(text: string): string {
  // Ids, names of events and hashes: most strings of the record.
  if (NEEDS_NO_ESCAPE.test(text)) return `"${text}"`;
  if (LONE_SURROGATE.test(text)) throw new TypeError('Half of a surrogate pair has no form.');
  return JSON.stringify(text);
}

function isSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i += 1) if (keys[i - 1]! > keys[i]!) return false;
  return true;
}

/**
 * Whether `text` is the canonical form of `value`, which was parsed from it. A text without any
 * escape has only one way to be as short as its value allows, which is quick to measure; whatever
 * does not measure so is written again and compared.
 */
export function isCanonical(text: string, value: unknown): boolean {
  if (!text.includes('\\') && plainLength(value) === text.length) return true;
  try {
    return canonicalJson(value) === text;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/**
 * The length of a value's canonical form where no string needs an escape; NaN where keys are out
 * of order, or where a number has a spelling as short as the canonical one (1e2 for 100).
 */
function plainLength(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value === 'number') {
    return Number.isInteger(value) && (value === 0 || value % 100 !== 0) ? `${value}`.length : NaN;
  }
  if (typeof value === 'boolean') return value ? 4 : 5;
  if (value === null) return 4;
  return Array.isArray(value) ? arrayLength(value) : objectLength(value as Facts);
}

function arrayLength(items: readonly unknown[]): number {
  let length = items.length === 0 ? 2 : items.length + 1;
  for (const item of items) length += plainLength(item);
  return length;
}

function objectLength(facts: Facts): number {
  let length = 1;
  let before: string | undefined;
  // Parsed objects have no other keys than their own, and this loop is the fastest over them.
  for (const key in facts) {
    if (before !== undefined && before > key) return NaN;
    before = key;
    length += key.length + 4 + plainLength(facts[key]);
  }
  return before === undefined ? 2 : length;
}

type Facts = Readonly<Record<string, unknown>>;
