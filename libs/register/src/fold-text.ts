// One form for every way people write the same name, for names kept and for names asked alike.
// Short forms become the long one, so that a fragment of either finds both.
const LONG_FORMS: ReadonlyMap<string, string> = new Map([
  ['st', 'saint'],
  ['ss', 'saints'],
  ['sts', 'saints'],
  ['rc', 'roman catholic'],
  ['ce', 'church of england'],
  ['cofe', 'church of england'],
  ['va', 'voluntary aided'],
  ['vc', 'voluntary controlled'],
]);
const UNDECOMPOSED: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  ß: 'ss',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  '&': ' and ',
};
const PLAIN = /^[a-z0-9 ]*$/;

/**
 * Lower case without accents and punctuation, one space between words, church and saint written out:
 * "St. Mary’s  C.E." and "Saint Marys Church of England" fold to the same.
 */
export function foldText(text: string): string {
  return longForms(words(text.toLowerCase()));
}

/** A postcode, or the beginning of one, in capitals without spaces. */
export function foldPostcode(text: string): string {
  return text.replace(/[^a-z0-9]/gi, '').toUpperCase();
}

function words(lower: string): string {
  if (PLAIN.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’‘ʼ`´]/g, '')
    .replace(/[æœøłßđðþ&]/g, (letter) => UNDECOMPOSED[letter]!)
    .replace(/[^a-z0-9]+/g, ' ');
}

function longForms(folded: string): string {
  return folded
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => LONG_FORMS.get(word) ?? word)
    .join(' ')
    .replace(/\bc (?:of )?e\b/g, 'church of england')
    .replace(/\br c\b/g, 'roman catholic');
}
