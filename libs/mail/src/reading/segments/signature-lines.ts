import { countWords } from './words.js';

const deviceOpenings = split(`
  sent from|sent via|sent with|sent using|get outlook for|envoyé de mon|envoyé depuis|
  envoyé à partir|von meinem|gesendet von|gesendet mit|verstuurd vanaf|verzonden vanaf|
  inviato da|inviato dal|enviado desde|enviado do meu|enviado de mi|wysłane z|wysłano z|
  skickat från|sendt fra|lähetetty|отправлено с|отправлено из|anfonwyd o|odesláno z|
  trimis de pe|yahoo mail:|sent on`);
const openingStarts = new Set(deviceOpenings.map((words) => words.slice(0, 4)));
const devices = split(`
  iphone|ipad|ipod|android|outlook|samsung|galaxy|blackberry|proton|yahoo|gmail|phone|
  tablet|mobile|huawei|xiaomi|nokia|typeapp|windows|mail|smartphone|sparrow|aqua|sony|
  xperia|motorola|pixel|apple watch|handy|mobil|ffon|telefon|bluemail|spark|superhuman|
  oneplus|honor`);
const closings = new Set(
  split(`
  regards|kind regards|kindest regards|best regards|warm regards|with regards|
  with kind regards|with best regards|many regards|warmest regards|rgds|best wishes|
  with best wishes|all the best|yours sincerely|yours faithfully|yours truly|
  sincerely|sincerely yours|faithfully|respectfully|cheers|cordially|god bless|blessings|
  every blessing|in christ|with every blessing|mit freundlichen grüßen|
  mit freundlichen grüssen|viele grüße|liebe grüße|mfg|cordialement|bien cordialement|
  bien à vous|salutations|saludos|un saludo|cordiali saluti|distinti saluti|atenciosamente|
  cumprimentos|met vriendelijke groet|groeten|med vänlig hälsning|med venlig hilsen|
  med vennlig hilsen|z poważaniem|pozdrawiam|s pozdravem|ystävällisin terveisin|cofion|
  cofion gorau|cofion cynnes|yn gywir|yr eiddoch yn gywir|dymuniadau gorau|с уважением|
  thanks and regards|thanks & regards|many thanks and kind regards|
  thank you and kind regards`),
);
// These may be the answer's own last words, so a name must follow.
const thanks = new Set(
  split(`
  thanks|best|yours|br|kr|many thanks|thank you|thanks again|thanks in advance|thx|ta|danke|merci|gracias|
  grazie|obrigado|bedankt|tack|tak|takk|diolch|dziękuję|thank you in advance|with thanks|
  with many thanks|love|diolch yn fawr`),
);

// Names and roles do not begin with these; what somebody still wants to say may.
const speaking = new Set(
  split(`
  no|yes|not|we|i|my|our|please|but|and|the|this|that|it|also|do|don't|keep|stop|against|for|why|
  what|how|when|all|none|never|always|both|neither|option|question|answer|nac|na|ie|ydw|dim`),
);

/** "Sent from my iPhone": a line that the device wrote. */
export function isDeviceLine(content: string): boolean {
  if (content.length > 160 || content.length < 9) return false;
  if (!openingStarts.has(content.slice(0, 4).toLowerCase())) return false;
  const lower = content.toLowerCase();
  const opening = deviceOpenings.find((words) => lower.startsWith(words));
  if (!opening || content.includes(',')) return false;
  const rest = withoutTargets(lower.slice(opening.length)).trim();
  const named = devices.some((device) => lower.includes(device));
  if (countWords(rest) > (named ? 8 : 6)) return false;
  if (named) return true;
  return !rest.endsWith('.') && lower.startsWith('sent from my ') && isModelName(content.slice(13));
}

/** "Wiko RIDGE FAB 4G": every word a name or a number. */
function isModelName(text: string): boolean {
  const words = text.trim().split(' ').filter(Boolean);
  return words.length > 1 && words.every((word) => /^[\p{Lu}\d]/u.test(word));
}

function withoutTargets(text: string): string {
  const cut = Math.min(
    ...['<', '(', 'http']
      .map((mark) => text.indexOf(mark))
      .map((at) => (at < 0 ? text.length : at)),
  );
  return text.slice(0, cut);
}

export type Closing = 'none' | 'closing' | 'thanks';

/** "Kind regards," and its kin as a whole line. */
export function closingOf(content: string): Closing {
  if (content.length > 60) return 'none';
  const words = content
    .toLowerCase()
    .replace(/[,.!:;*]+$/, '')
    .trim();
  if (closings.has(words)) return 'closing';
  return thanks.has(words) ? 'thanks' : 'none';
}

/** Whether a line reads like a name, a role, a telephone number or an address, not like a sentence. */
export function isSignatureLine(content: string): boolean {
  if (content.length > 120 || isListItem(content)) return false;
  if (hasContactSign(content)) return true;
  const words = content.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  if (words.length > 8) return false;
  if (/^p\.?\s?s\.?\b/i.test(content)) return false;
  if (words.length >= 3 && /[.!?]$/.test(content)) return false;
  if (words.length >= 2 && speaking.has(words[0]!.toLowerCase())) return false;
  const small = words.filter((word) => /^\p{Ll}/u.test(word) && word.length > 3).length;
  return words.length <= 2 || small < 2;
}

/** A telephone number, an address of any kind: no sentence of an answer. */
export function hasContactSign(content: string): boolean {
  const lower = content.toLowerCase();
  if (/https?:|www\.|\S@\S/.test(lower)) return countWords(content) <= 14;
  const digits = content.replace(/\D/g, '').length;
  return digits >= 8 && countWords(content) <= 10;
}

/** "1. transport", "- uniform", "a) buses" */
export function isListItem(content: string): boolean {
  return /^(?:\d{1,3}|[a-z])[.)]\s|^[-*•–]\s/i.test(content);
}

/** Six words, or three and a full stop: somebody says something. */
export function isSentence(content: string): boolean {
  const words = countWords(content);
  return words >= 6 || (words >= 3 && /[.!?]$/.test(content));
}

/** One list a line reads better than one word a line. */
function split(words: string): string[] {
  return words.split('|').map((word) => word.trim());
}
