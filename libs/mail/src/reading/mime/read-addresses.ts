import { UnreadableMail, type MailAddress } from '../mail-reading.js';
import { decodeWords } from './decode-words.js';

/**
 * The mailboxes of an address field (RFC 5322 3.4): quoted names, comments, groups. The field is
 * taken apart before encoded words are decoded, so no encoded word can become an address.
 */
export function readAddresses(field: string, limit: number): MailAddress[] {
  const found: MailAddress[] = [];
  for (const mailbox of splitMailboxes(field)) {
    if (found.length >= limit) throw new UnreadableMail('too-many-recipients');
    const address = readMailbox(mailbox);
    if (address) found.push(address);
  }
  return found;
}

/** A space within quotes outside of angle brackets: it parts no address from a name. */
const QUOTED_SPACE = '\0';

interface RawMailbox {
  words: string;
  angle: string | undefined;
  comment: string;
}

function readMailbox({ words, angle, comment }: RawMailbox): MailAddress | undefined {
  if (angle !== undefined) {
    const address = cleanAddress(angle);
    return address ? { name: cleanName(words || comment), address } : undefined;
  }
  const pieces = words.trim().split(/\s+/);
  const at = pieces.findIndex((piece) => piece.includes('@'));
  if (at < 0) return undefined;
  const address = cleanAddress(pieces[at]!);
  pieces.splice(at, 1);
  return address ? { name: cleanName(pieces.join(' ') || comment), address } : undefined;
}

/** Walks once through the field, minding quotes, comments and angle brackets. */
function* splitMailboxes(field: string): Generator<RawMailbox> {
  let words: string[] = [];
  let angle: string[] | undefined;
  let closedAngle: string | undefined;
  let comment: string[] = [];
  let depth = 0;
  let quoted = false;
  let sawAt = false;
  const take = (): RawMailbox => ({
    words: words.join(''),
    angle: closedAngle ?? angle?.join(''),
    comment: comment.join(''),
  });
  const clear = () => {
    words = [];
    angle = undefined;
    closedAngle = undefined;
    comment = [];
    sawAt = false;
  };

  for (let at = 0; at < field.length; at += 1) {
    let character = field[at]!;
    const escaped = character === '\\' && (quoted || depth > 0) && at + 1 < field.length;
    if (escaped) character = field[++at]!;
    const target = depth > 0 ? comment : (angle ?? words);
    if (escaped) target.push(character);
    else if (quoted) {
      if (character === '"') quoted = false;
      else target.push(character === ' ' && !angle ? QUOTED_SPACE : character);
    } else if (depth > 0) {
      if (character === '(') depth += 1;
      else if (character === ')') depth -= 1;
      if (depth > 0) comment.push(character);
    } else if (character === '"') quoted = true;
    else if (character === '(') depth = 1;
    else if (angle) {
      if (character === '>') {
        closedAngle = angle.join('');
        angle = undefined;
      } else angle.push(character);
    } else if (character === '<') angle = [];
    else if (character === ',' || character === ';') {
      yield take();
      clear();
    } else if (character === ':' && closedAngle === undefined && !sawAt) {
      // "Governors: a@example.org, b@example.org;" names a group; the name is no mailbox.
      words = [];
    } else {
      if (character === '@') sawAt = true;
      words.push(character);
    }
  }
  yield take();
}

function cleanAddress(text: string): string {
  const trimmed = text.trim();
  const withoutRoute = trimmed.startsWith('@')
    ? trimmed.slice(trimmed.indexOf(':') + 1).trim()
    : trimmed;
  const address = withoutRoute.startsWith('mailto:') ? withoutRoute.slice(7) : withoutRoute;
  return address.includes('@') && !/[\s\0]/.test(address) ? decodeRawUtf8(address) : '';
}

function decodeRawUtf8(address: string): string {
  return address.includes('=?') ? address : decodeWords(address);
}

function cleanName(words: string): string {
  return decodeWords(words.replaceAll(QUOTED_SPACE, ' ').trim()).trim();
}
