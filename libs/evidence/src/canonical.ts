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
  throw new TypeError(`${String(value)} has no canonical form.`);
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

const LONE_SURROGATE = /\p{Surrogate}/u;

function quoted(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new TypeError('Half of a surrogate pair has no form.');
  return JSON.stringify(text);
}

function isSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i += 1) if (keys[i - 1]! > keys[i]!) return false;
  return true;
}

/**
 * Whether `text` is the canonical form of `value`, which was parsed from it. Mostly answered by
 * the engine's own writer, which is several times faster: when the keys stand in order and no
 * surrogate is spelled out, it writes the canonical form.
 */
export function isCanonical(text: string, value: unknown): boolean {
  if (!text.includes('\\ud') && hasSortedKeys(value)) return JSON.stringify(value) === text;
  try {
    return canonicalJson(value) === text;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function hasSortedKeys(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(hasSortedKeys);
  const keys = Object.keys(value);
  return isSorted(keys) && keys.every((key) => hasSortedKeys((value as Facts)[key]));
}

type Facts = Readonly<Record<string, unknown>>;
